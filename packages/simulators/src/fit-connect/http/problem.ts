import type { Dialect } from '../dialect/dialect.ts';
import type { ApiProblem } from '../dialect/problems.ts';
import type { Reply } from './http-types.ts';

/** A problem as an answer (`application/problem+json`). */
export function problemReply(dialect: Dialect, { problem, message, issue, headers }: ApiProblem): Reply {
  const { status, type, title } = dialect.problems[problem];
  const body = { type: `${dialect.problemPrefix}${type}`, title, status, detail: message, ...(issue !== undefined && { issue }) };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
