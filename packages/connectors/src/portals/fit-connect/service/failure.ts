import { type AmtsboteError, isAmtsboteError, LoginFailed, NeedsPerson, NotDelivered, Throttled } from '@amtsbote/sdk';
import type { HttpResponse } from '@amtsbote/sdk/http';

/** Longer waits are for the next run. */
export const longestWaitMs = 30_000;

/** The service refused a request with this status. `problem` is the short name of its problem type, where it gave one. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: string | undefined;

  constructor(status: number, problem: string | undefined) {
    super(`HTTP ${status}${problem === undefined ? '' : ` (${problem})`}`);
    this.name = 'Refusal';
    this.status = status;
    this.problem = problem;
  }
}

/**
 * What an answer means that was not expected. Of its body only the name of the problem type is read: title, detail and instance may hold
 * more than that.
 */
export function failureOf(answer: HttpResponse, what: string): AmtsboteError | Refusal {
  const { status } = answer;
  const refusal = new Refusal(status, problemOf(answer));
  const told = `${what}: ${refusal.message}`;
  if (status === 429) return new Throttled('AB_PORTAL_UNREACHABLE', told, { retryAfterMs: waitOf(answer) });
  if (status === 503 && answer.headers['retry-after'] !== undefined) {
    return new Throttled('AB_PORTAL_UNREACHABLE', told, { retryAfterMs: waitOf(answer) });
  }
  if (status === 401) return new LoginFailed('AB_LOGIN_FAILED', told);
  if (status === 403) return new NeedsPerson('AB_PORTAL_REFUSED', told);
  if (status >= 400 && status < 500 && status !== 408 && status !== 425) return refusal;
  return new NotDelivered('AB_PORTAL_UNREACHABLE', told);
}

/** How long the service asks to wait, in milliseconds: `Retry-After`, else `RateLimit-Reset`, both in seconds. At most a day. */
function waitOf({ headers }: Pick<HttpResponse, 'headers'>): number | undefined {
  for (const name of ['retry-after', 'ratelimit-reset']) {
    const value = headers[name]?.trim() ?? '';
    if (/^\d{1,6}$/.test(value)) return Math.min(Number(value) * 1000, 86_400_000);
  }
  return undefined;
}

/** Errors of the client speak of a target; ours is a portal. */
export function ofPortal(error: unknown, what: string): unknown {
  if (!isAmtsboteError(error)) return error;
  const reason = /: ([^:]{1,80})$/.exec(error.message)?.[1] ?? 'failed';
  if (error.effect === 'unknown' || error.effect === 'not-delivered') {
    const code = error.code === 'AB_INTERRUPTED' ? error.code : 'AB_PORTAL_UNREACHABLE';
    return new NotDelivered(code, `${what}: ${reason}`);
  }
  if (error.effect === 'throttled')
    return new Throttled('AB_PORTAL_UNREACHABLE', `${what}: ${reason}`, { retryAfterMs: error.retryAfterMs });
  if (error.effect === 'case') return new NeedsPerson('AB_PORTAL_REFUSED', `${what}: ${reason}`);
  return error;
}

function problemOf(answer: HttpResponse): string | undefined {
  try {
    const { type } = answer.json() as { type?: unknown };
    return /\/([a-z0-9-]{1,64})$/.exec(typeof type === 'string' ? type : '')?.[1];
  } catch {
    return undefined;
  }
}
