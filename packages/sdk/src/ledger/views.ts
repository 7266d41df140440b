import type { PortalEvidence } from '../evidence/contract.ts';
import type { Finding } from '../model/finding.ts';
import type { FailingPortal } from './deadlines.ts';
import type { AttachmentInfo } from '../model/attachment.ts';
import type { DeliveryKey, EpochMs, SubmissionId } from '../model/ids.ts';
import type { PurgeKind } from '../model/purge-kind.ts';
import type { ChannelKind, DeliveryState, RecordState, ReportKind, SubmissionState } from '../model/states.ts';

/** A submission as `list` shows it. Free of citizens' data. */
export interface SubmissionSummary {
  readonly id: SubmissionId;
  readonly portal: string;
  readonly state: SubmissionState;
  readonly receivedAt: EpochMs;
  /** How often the portal handed over the same submission again. */
  readonly duplicates: number;
  /** Why it is a case or rejected, when that was found before it had deliveries. */
  readonly findings: readonly Finding[];
  readonly deliveries: readonly DeliverySummary[];
  /** What `resolve` accepts for the submission itself: only when it is a case without deliveries. */
  readonly answers: readonly CaseAnswer[];
  /** When each kind was purged; absent while everything is there. */
  readonly purged?: Readonly<Partial<Record<PurgeKind, EpochMs>>> | undefined;
  /** Under legal hold: nothing of it is purged. */
  readonly held?: boolean | undefined;
  /** When its portal rejects it by itself; absent where it waits for ever, and once it was told the outcome. */
  readonly answerBy?: EpochMs | undefined;
}

/** A delivery as `list` and `show` show it. Free of citizens' data, but for the reference. */
export interface DeliverySummary {
  readonly key: DeliveryKey;
  readonly route: string;
  readonly target: string;
  readonly recordType: string;
  readonly state: DeliveryState;
  /** The channel of the last attempt. */
  readonly channel?: ChannelKind | undefined;
  /** What the target calls the record, once delivered. */
  readonly reference?: string | undefined;
  readonly attempts: number;
  /** When the next attempt or look-up is due, for `ready` and `unknown`. */
  readonly dueAt?: EpochMs | undefined;
  /** Why it waits longer than its own next attempt: its target rests or is closed. `dueAt` is the end of that then. */
  readonly waits?: Omit<PauseView, 'target'> | undefined;
  /** Why it is a case, rejected, unknown or not yet delivered. */
  readonly findings: readonly Finding[];
  /** What `resolve` accepts now. */
  readonly answers: readonly CaseAnswer[];
}

/** What a person can answer to a case: it was entered by hand, try again, or reject. */
export type CaseAnswer = 'delivered' | 'retry' | 'reject';

/** All that is known of one submission. `portalId` and attachment names come from the portal: show, never log. */
export interface SubmissionView extends SubmissionSummary {
  /** Undefined once it was purged. */
  readonly portalId: string | undefined;
  readonly test: boolean;
  readonly messageMediaType?: string | undefined;
  readonly messageSize?: number | undefined;
  readonly attachments: readonly AttachmentInfo[];
  readonly attempts: readonly AttemptView[];
  readonly reports: readonly ReportView[];
  /** Other submissions that belong together with this one: of the same matter, or whose message refers to the same. */
  readonly related: readonly RelatedSubmission[];
  readonly events: readonly EventView[];
  readonly evidence: readonly EvidenceView[];
}

/** How another submission belongs together with one. */
export const relations = ['refers-to', 'referred-by', 'same-message', 'same-content', 'same-matter'] as const;

/** Another submission, by our id. */
export interface RelatedSubmission {
  readonly id: SubmissionId;
  /** The closest relation of several. `refers-to`: this one refers to its message, as a correction does; `referred-by`: the other way round. */
  readonly relation: (typeof relations)[number];
  readonly state: SubmissionState;
  readonly receivedAt: EpochMs;
}

/** One attempt with its steps. */
export interface AttemptView {
  readonly delivery: DeliveryKey;
  readonly number: number;
  /** Undefined while it runs, or when the process died in it. */
  readonly channel?: ChannelKind | undefined;
  readonly startedAt: EpochMs;
  readonly endedAt?: EpochMs | undefined;
  /** The state the delivery went to; undefined while it runs, or when the process died in it. */
  readonly outcome?: DeliveryState | undefined;
  readonly code?: string | undefined;
  readonly steps: readonly StepView[];
}

/** A step of an attempt. */
export interface StepView {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** A report to the portal. */
export interface ReportView {
  readonly id: string;
  readonly kind: ReportKind;
  readonly createdAt: EpochMs;
  readonly sentAt?: EpochMs | undefined;
  /** How often it was sent, or tried to be. */
  readonly tries: number;
  /** When it is tried next; absent once it was sent, and while an earlier one waits in front of it. */
  readonly dueAt?: EpochMs | undefined;
  /** With `status`: what the target says of the record. */
  readonly state?: RecordState | undefined;
}

/** An event in the history of a submission. */
export interface EventView {
  readonly at: EpochMs;
  readonly type: string;
  readonly delivery?: DeliveryKey | undefined;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** A piece of evidence without its content. */
export interface EvidenceView {
  readonly id: number;
  readonly delivery: DeliveryKey;
  readonly attempt: number;
  readonly kind: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly at: EpochMs;
}

/** What a portal handed over as proof, as it was kept; files that it shares with others are among the rest. */
export interface KeptPortalEvidence extends Pick<PortalEvidence, 'format' | 'files'> {
  /** `received`, or the id of the report it came with. */
  readonly name: string;
  readonly at: EpochMs;
}

/** Counts for `status`. */
export interface LedgerCounts {
  readonly submissions: Readonly<Record<SubmissionState, number>>;
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
  readonly reportsWaiting: number;
  /** When the report was written that waits longest. */
  readonly reportsWaitSince?: EpochMs | undefined;
  /** True when that is more than a day ago. */
  readonly reportsLate?: boolean | undefined;
  /** By portal: submissions that are held here and that it will reject by itself unless it is told the outcome. Absent: none. */
  readonly deadlines?: readonly DeadlineCount[] | undefined;
  /** Portals of which the last run that asked them could not take in or tell something. Absent: none. */
  readonly portalsFailing?: readonly FailingPortal[] | undefined;
  /** Targets that take no deliveries at present, and why. */
  readonly pauses: readonly PauseView[];
  readonly lastRun?: RunView | undefined;
}

/** Submissions of a portal that are warned of. */
export interface DeadlineCount {
  readonly portal: string;
  readonly submissions: number;
  /** How many of them it has rejected by itself already. */
  readonly over: number;
  /** The highest of their warnings, counted from 1. */
  readonly warning: number;
  /** The most urgent one. */
  readonly soonest: { readonly submission: SubmissionId; readonly answerBy: EpochMs };
}

/** A target that takes no deliveries, or one at a time once `until` is over. */
export interface PauseView {
  readonly target: string;
  readonly until: EpochMs;
  /** Why: the code of the failure, or AB_TARGET_CLOSED outside its hours. */
  readonly code: string;
  /** The operator's words for a maintenance window. */
  readonly why?: string | undefined;
}

/** A run of `sync`. */
export interface RunView {
  readonly startedAt: EpochMs;
  readonly endedAt?: EpochMs | undefined;
  readonly pid: number;
  readonly host: string;
}
