import { type AmtsboteError, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { Defect, NotDelivered, OutcomeUnknown } from '../errors/families.ts';

/** When and where a browser action failed. */
export interface PageFaultPlace {
  /** The step's name: a fixed phrase. */
  readonly step: string;
  /** True once the commit gate was opened: from then on nothing counts as certainly not saved. */
  readonly committed: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a browser action and lets only errors of ours out. Ends with the signal even when the page answers no more; the
 * action then goes on unwatched, so its page must not be used again.
 */
export async function guardPage<T>(place: () => PageFaultPlace, act: () => Promise<T>): Promise<T> {
  const { signal } = place();
  let stop = (): void => undefined;
  try {
    signal?.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      stop = (): void => reject(signal?.reason ?? new Error('aborted'));
      signal?.addEventListener('abort', stop, { once: true });
    });
    return await Promise.race([act(), aborted]);
  } catch (error) {
    throw pageFault(error, place());
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/**
 * Turns an error of Playwright into one of ours. Its message, call log and stack quote what was typed, so nothing of
 * them is kept, not even as a cause. Errors of ours pass unchanged.
 */
export function pageFault(error: unknown, place: PageFaultPlace): AmtsboteError {
  if (isAmtsboteError(error)) return error;
  const { code, what } = failure(error, place);
  if (place.committed) {
    return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `after the commit, the step "${place.step}" ${what}`);
  }
  if (isMistake(error)) {
    return new Defect('AB_DEFECT', `the step "${place.step}" failed with ${error.name}`, { cause: framesOnly(error) });
  }
  return new NotDelivered(code, `the step "${place.step}" ${what}; nothing was sent`);
}

/** True for errors that mean the page, its context or the browser is gone. */
export function isPageGone(error: unknown): boolean {
  return error instanceof Error && /has been closed|crashed|disconnected|Target closed|ECONNRESET|EPIPE/i.test(error.message);
}

/** True for the error of an action that ran out of time. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

type FaultCode = 'AB_DEADLINE' | 'AB_TARGET_UNREACHABLE' | 'AB_TARGET_BROKEN';

function failure(error: unknown, place: PageFaultPlace): { readonly code: FaultCode; readonly what: string } {
  if (place.signal?.aborted) return { code: 'AB_DEADLINE', what: 'was stopped at the deadline' };
  if (isTimeout(error)) return { code: 'AB_DEADLINE', what: 'took longer than allowed' };
  if (isPageGone(error)) return { code: 'AB_TARGET_BROKEN', what: 'lost its page: the browser or the tab ended' };
  const network = error instanceof Error ? /net::(ERR_[A-Z_]+)/.exec(error.message)?.[1] : undefined;
  if (network !== undefined) return { code: 'AB_TARGET_UNREACHABLE', what: `could not load the page (${network})` };
  return { code: 'AB_TARGET_BROKEN', what: 'failed in the browser' };
}

function isMistake(error: unknown): error is Error {
  return [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind);
}

function framesOnly(error: Error): Error {
  const kept = new Error(error.name);
  kept.stack = [error.name, ...(error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
  return kept;
}
