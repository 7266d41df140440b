import { type AmtsboteError, type Finding, NeedsPerson, RejectedByTarget } from '@amtsbote/sdk';
import type { ProblemShape, Refusal, RestRecord } from './options.ts';
import { pointAt, textAt } from './pointer.ts';

/** One error that a refusal names. */
export interface NamedError {
  readonly field: string | undefined;
  readonly code: string | undefined;
}

/** A refusal as it was read. */
export interface RefusalAnswer {
  readonly status: number;
  readonly errors: readonly NamedError[];
}

/**
 * The error that a refusal means: rejected when every error of it is declared so, else a case. Names fields and codes,
 * never the target's messages: they may repeat what the citizen wrote.
 */
export function refusalError({ status, errors }: RefusalAnswer, { refusals }: RestRecord): AmtsboteError {
  const byStatus = refusals[String(status)];
  const meanings = errors.length === 0 ? [byStatus] : errors.map(({ code }) => (code && refusals[code]) || byStatus);
  const rejections = meanings.filter((meaning): meaning is Exclude<Refusal, 'case'> => typeof meaning === 'object');
  const rejected = rejections.length === meanings.length;
  const findings = errors.map(({ field, code }, index) => findingOf({ field, code, rejected }, rejections[index]?.reject));
  const message = `the target refused the record with HTTP ${status}`;
  if (!rejected) return new NeedsPerson('AB_TARGET_REFUSED', message, { findings });
  return new RejectedByTarget('AB_TARGET_REJECTED', message, {
    findings,
    officialCode: rejections[0]?.reject,
  });
}

/** Reads the errors that a refusal names, in whatever body it came. */
export function namedErrors(body: unknown, shape: ProblemShape): readonly NamedError[] {
  const errors = pointAt(body, shape.errors);
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, 50).map((error: unknown) => ({
    field: plain(textAt(error, shape.field), /^[A-Za-z0-9_.[\]/-]{1,120}$/),
    code: plain(textAt(error, shape.code), /^[A-Za-z0-9_.-]{1,60}$/),
  }));
}

/** A name or code of a program, not a sentence about a person. */
function plain(text: string | undefined, pattern: RegExp): string | undefined {
  return text !== undefined && pattern.test(text) ? text : undefined;
}

function findingOf({ field, code, rejected }: NamedError & { rejected: boolean }, officialCode: string | undefined): Finding {
  return {
    code: rejected ? 'AB_TARGET_REJECTED' : 'AB_TARGET_REFUSED',
    message: `the target did not take ${field ?? 'a field that it does not name'}: ${code ?? 'no code'}`,
    where: field === undefined ? undefined : { field },
    ...(rejected ? { officialCode } : {}),
  };
}
