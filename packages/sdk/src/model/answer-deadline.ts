import type { EpochMs } from './ids.ts';

/** Until when a portal waits to be told the outcome of a submission; then it rejects it by itself. */
export interface AnswerDeadline {
  /** When the portal rejects by itself. */
  readonly at: EpochMs;
  /** From when on it is warned of: at each of these times anew, the earliest first. */
  readonly warnAt: readonly EpochMs[];
  /** From when on what is not at its target yet is a case, so that a person can see to it in time. */
  readonly caseAt: EpochMs;
}
