import { type CheckResult, type ErrorCode, findingsOf, isAmtsboteError } from '@amtsbote/sdk';
import { SubmissionFault } from '../faults.ts';
import { Refusal } from '../service/failure.ts';

/** What was seen. */
export type Look = Pick<CheckResult, 'ok' | 'warning' | 'code' | 'detail' | 'hint'>;

/** What is looked at, and what to do when the look itself fails. */
export interface Looking {
  readonly name: string;
  readonly topic?: string;
  /** What to do about errors with these codes, where that is more than what the error says. */
  readonly hints?: Partial<Readonly<Record<ErrorCode, string>>>;
}

/** Looks at one thing; an error is what was seen. Texts of errors that are not ours stay out. */
export async function look({ name, topic, hints = {} }: Looking, act: () => Promise<Look>): Promise<CheckResult> {
  const about = { name, ...(topic !== undefined && { topic }) };
  try {
    const seen = await act();
    return { ...about, ...seen };
  } catch (error) {
    if (!isAmtsboteError(error)) return { ...about, ok: false, code: 'AB_PORTAL_UNREACHABLE', detail: foreign(error) };
    const [finding] = findingsOf(error);
    const code = finding?.code ?? error.code;
    return { ...about, ok: false, code, detail: finding?.message, hint: hints[code] ?? error.hint };
  }
}

function foreign(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return error instanceof SubmissionFault && error.fault === 'gone' ? 'there is nothing of this id' : 'an answer cannot be read';
}
