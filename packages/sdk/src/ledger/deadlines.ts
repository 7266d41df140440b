import type { AnswerDeadline } from '../model/answer-deadline.ts';
import type { Finding } from '../model/finding.ts';
import type { DeliveryKey, EpochMs, SubmissionId } from '../model/ids.ts';

/** Submissions whose portals wait to be told the outcome, and for how long yet. What was told is not among them. */
export interface DeadlineLedger {
  /** Those that are warned of now, the most urgent first. */
  warned(now: EpochMs): Promise<readonly WaitingAnswer[]>;
  /** Notes the warnings that have come due, each in the history of its submission, once. Returns those. */
  warn(now: EpochMs): Promise<readonly WaitingAnswer[]>;
  /**
   * Makes cases of what is not at its target although its time for that is over, once: what a person lets go on goes on. Of `ready` and
   * `unknown` deliveries, and of submissions that were not read. Left alone is what the portal is about to be told, and for an hour an act
   * whose end is looked up.
   */
  close(closing: Closing): Promise<readonly ClosedByDeadline[]>;
  /** Portals of which something could not be taken in or told by the last run that asked them. */
  failing(): Promise<readonly FailingPortal[]>;
  /** Notes how the portals that a run has asked fared. */
  noteAsked(asked: readonly AskedPortal[], now: EpochMs): Promise<void>;
}

/** A submission whose portal waits. */
export interface WaitingAnswer {
  readonly submission: SubmissionId;
  readonly portal: string;
  /** When the portal rejects it by itself. */
  readonly answerBy: EpochMs;
  /** How many of its warnings have come due, counted from 1. */
  readonly warning: number;
}

/** Which deadlines {@link DeadlineLedger.close} heeds. */
export interface Closing {
  readonly now: EpochMs;
  /** `case`: those at which something becomes a case. `answer`: only those at which the portal has rejected by itself; `unknown` is left then. */
  readonly over: 'case' | 'answer';
  /** Only submissions of this portal. */
  readonly portal?: string | undefined;
}

/** What became a case. */
export interface ClosedByDeadline {
  readonly submission: SubmissionId;
  /** Absent for a submission that was not read. */
  readonly delivery?: DeliveryKey | undefined;
  readonly findings: readonly Finding[];
}

/** A portal that a run has asked, and the codes of what went wrong, if something did. */
export interface AskedPortal {
  readonly portal: string;
  readonly codes: readonly string[];
}

/** A portal with which something is wrong. */
export interface FailingPortal {
  readonly portal: string;
  /** Since when each run found something wrong. */
  readonly since: EpochMs;
  /** When it was asked last. */
  readonly at: EpochMs;
  /** What was wrong then, and how often. */
  readonly codes: Readonly<Record<string, number>>;
}

/** How many warnings have come due. */
export function warningsDue({ warnAt }: Pick<AnswerDeadline, 'warnAt'>, now: EpochMs): number {
  return warnAt.filter((at) => at <= now).length;
}

/** Why a deadline makes a case. */
export function deadlineFinding(answerBy: EpochMs, now: EpochMs): Finding {
  const day = new Date(answerBy).toISOString();
  if (now >= answerBy) {
    return {
      code: 'AB_PORTAL_DEADLINE',
      message: `The portal waited for an answer until ${day} and has rejected it by itself since`,
      hint: 'Look at the portal what the applicant was told before you let it go on.',
    };
  }
  return { code: 'AB_PORTAL_DEADLINE', message: `It is not at its target yet, and the portal rejects it by itself on ${day}` };
}
