import type { AmtsboteError } from '../errors/amtsbote-error.ts';
import { LoginFailed, NeedsPerson, NotDelivered, OutcomeUnknown, Throttled } from '../errors/families.ts';
import { classify, type HttpFailure } from './classify.ts';

/** Names a request in errors: never a value of its path, query, headers or body. */
export interface RequestName {
  readonly method: string;
  readonly host: string;
  /** The path as a template, without a query. */
  readonly template: string;
}

const families = { LoginFailed, NeedsPerson, NotDelivered, OutcomeUnknown, Throttled };

/**
 * Makes our error of a failure. Nothing of the library's error is kept: it holds tokens, headers and the body.
 *
 * @param reason a fixed phrase or a system's error code, such as `HTTP 503` or `ECONNRESET`
 */
export function failureError(request: RequestName, failure: HttpFailure, reason: string): AmtsboteError {
  const { family, code, retryAfterMs } = classify(failure);
  return new families[family](code, `${nameOf(request)}: ${reason}`, { retryAfterMs });
}

/** A request by method, host and path template. */
function nameOf({ method, host, template }: RequestName): string {
  return `${method} ${host}${template}`;
}
