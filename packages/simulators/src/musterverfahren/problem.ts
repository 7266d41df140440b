import type { Reply } from './http-types.ts';

/** One thing wrong with a request body. */
export interface ProblemDetail {
  /** Path of the property, such as `person.familienname`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** An answer after RFC 9457 (`application/problem+json`). */
export function problem(
  status: number,
  title: string,
  extra: { errors?: readonly ProblemDetail[]; headers?: Record<string, string> } = {},
): Reply {
  const body = { type: 'about:blank', title, status, ...(extra.errors ? { errors: extra.errors } : {}) };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...extra.headers,
    },
    body: JSON.stringify(body),
  };
}
