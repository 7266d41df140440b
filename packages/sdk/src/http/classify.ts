import type { ErrorCode } from '../errors/codes.ts';
import type { EpochMs } from '../model/ids.ts';

/** What is known of a request that did not get the answer it wanted. */
export type HttpFailure = HttpFailureAnswer | HttpFailureCut;

/** The target answered, with a status that was not expected. */
export interface HttpFailureAnswer extends HttpFailureRequest {
  readonly kind: 'answer';
  readonly status: number;
  /** The `Retry-After` header as sent. */
  readonly retryAfter?: string | undefined;
  /** For a `Retry-After` that is a date. */
  readonly now: EpochMs;
}

/** There was no whole answer. */
export interface HttpFailureCut extends HttpFailureRequest {
  readonly kind: 'cut';
  /** False only when the connection was never ready to take the request: then certainly nothing was sent. */
  readonly sent: boolean;
  /** The run or the deadline ended it, not the network. */
  readonly aborted?: boolean | undefined;
}

interface HttpFailureRequest {
  /** Whether the request, once received, changes something at the target. */
  readonly effect: boolean;
  /** Whether it was the request for a token. */
  readonly login: boolean;
}

/** Which error of ours a failure is. */
export interface HttpVerdict {
  readonly family: 'NotDelivered' | 'Throttled' | 'LoginFailed' | 'NeedsPerson' | 'OutcomeUnknown';
  readonly code: ErrorCode;
  readonly retryAfterMs?: number | undefined;
}

const longestWaitMs = 86_400_000;
const unknown: HttpVerdict = { family: 'OutcomeUnknown', code: 'AB_OUTCOME_UNKNOWN' };

/**
 * Decides what a failed request means for the delivery. A request with an effect is `OutcomeUnknown` unless it is
 * proved that nothing was saved: never sent, or refused by a status that says so.
 */
export function classify(failure: HttpFailure): HttpVerdict {
  return failure.kind === 'cut' ? classifyCut(failure) : classifyAnswer(failure);
}

/** Reads `Retry-After` (seconds or a date) as milliseconds from now, at most one day. Undefined when it is neither. */
export function retryAfterMs(header: string | undefined, now: EpochMs): number | undefined {
  if (header === undefined) return undefined;
  const trimmed = header.trim();
  const wait = /^\d{1,9}$/.test(trimmed) ? Number(trimmed) * 1000 : httpDate(trimmed) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestWaitMs);
}

function classifyCut({ sent, effect, aborted }: HttpFailureCut): HttpVerdict {
  if (sent && effect) return unknown;
  return { family: 'NotDelivered', code: aborted ? 'AB_INTERRUPTED' : 'AB_TARGET_UNREACHABLE' };
}

function classifyAnswer(failure: HttpFailureAnswer): HttpVerdict {
  const { status, effect, login } = failure;
  const wait = retryAfterMs(failure.retryAfter, failure.now);
  if (status === 429 || (status === 503 && wait !== undefined)) {
    return { family: 'Throttled', code: 'AB_TARGET_THROTTLED', retryAfterMs: wait };
  }
  if (status === 401 || (login && isRefusal(status))) return { family: 'LoginFailed', code: 'AB_LOGIN_FAILED' };
  if (status === 403 || (effect && isRefusal(status))) return { family: 'NeedsPerson', code: 'AB_TARGET_REFUSED' };
  if (effect && status !== 425) return unknown;
  return { family: 'NotDelivered', code: 'AB_TARGET_BROKEN' };
}

/** 4xx proves that nothing was done, except 408 (a proxy may have passed the request on); 425 may simply be repeated. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425;
}

function httpDate(text: string): number {
  return /^[A-Za-z]{3},? /.test(text) ? Date.parse(text) : Number.NaN;
}
