import type { EvidenceItem } from '../evidence/contract.ts';
import type { OpenAttachment } from '../model/attachment.ts';
import type { Finding } from '../model/finding.ts';
import type { DeliveryKey, EpochMs, SubmissionId } from '../model/ids.ts';
import type { MappedRecord } from '../model/record.ts';
import type { ChannelKind, DeliveryState, SubmissionState } from '../model/states.ts';
import type { Incoming } from '../portal/contract.ts';
import type { AuditLedger } from './audit.ts';
import type { DeadlineLedger } from './deadlines.ts';
import type { OutboxLedger } from './outbox.ts';
import type { PollLedger, PollPlan } from './polls.ts';
import type { RestoreLedger } from './restore.ts';
import type { RetentionLedger } from './retention.ts';
import type { TargetLedger, TargetNews } from './targets.ts';
import type { CaseAnswer, KeptPortalEvidence, LedgerCounts, StepView, SubmissionSummary, SubmissionView } from './views.ts';

/**
 * The durable store of submissions, deliveries, attempts, reports and evidence. Everything it writes is on disk when the
 * call returns. Content is sealed inside; callers hand over and get plain values.
 */
export interface Ledger {
  readonly intake: IntakeLedger;
  readonly deliveries: DeliveryLedger;
  readonly targets: TargetLedger;
  readonly polls: PollLedger;
  readonly deadlines: DeadlineLedger;
  readonly outbox: OutboxLedger;
  readonly views: LedgerViews;
  readonly runs: RunLedger;
  readonly audit: AuditLedger;
  readonly keys: KeyLedger;
  readonly retention: RetentionLedger;
  readonly restore: RestoreLedger;
  close(): Promise<void>;
}

/** Submissions up to their deliveries. */
export interface IntakeLedger {
  /**
   * Keeps a submission, durable and sealed, or recognises it. `duplicate`: the same id and content are known.
   * `id-reused`: the id is known with other content, or the content under another id or from another portal; kept as a case of its own.
   *
   * @throws NeedsPerson AB_FILE_UNREADABLE when the content changed while it was read
   */
  store(portal: string, incoming: Incoming, storing: Storing): Promise<StoreResult>;
  /** Whether a submission was kept under this id of the portal, with whatever content; also after its content was purged. */
  knows(portal: string, portalId: string): Promise<boolean>;
  /** Removes sealed files that a crash left without a submission, or behind a purge. For the holder of the run lock, before it takes anything in. */
  dropOrphans(): Promise<number>;
  /** Ids of submissions that are `received`, oldest first, suspects left out. */
  unread(limit?: number): Promise<readonly SubmissionId[]>;
  /** Submissions that are `received` and were being read when a process ended: it may have died of one of them. Not among {@link unread}. */
  suspects(): Promise<readonly Suspect[]>;
  /** Notes that these are about to be read, before anything is done with their content. `plan` notes the end. */
  beginReading(ids: readonly SubmissionId[]): Promise<void>;
  /** Takes back {@link beginReading} for what was not read after all. */
  leaveUnread(ids: readonly SubmissionId[]): Promise<void>;
  /** A kept submission with its content. */
  open(id: SubmissionId): Promise<StoredSubmission>;
  /**
   * Gives `received` submissions their deliveries, or makes them cases or rejections, with the report where one is due: all in
   * one write. A message id that another submission has makes it a case, whatever was planned, unless a person has let it through.
   */
  plan(plans: readonly PlannedSubmission[], now: EpochMs): Promise<readonly PlanResult[]>;
  /**
   * A person's answer to a submission that is a case and has no delivery: read again, entered by hand, or rejected. One of whose reading
   * processes died is a suspect again, as if one had died so far.
   */
  answer(id: SubmissionId, answer: SubmissionAnswer): Promise<void>;
}

/** When and how a submission is kept. */
export interface Storing {
  readonly now: EpochMs;
  /**
   * The report `accepted` is written together with a new submission that is no case from the start. From then on no rejection of it is told:
   * what is wrong with it waits for a person.
   */
  readonly accept?: boolean | undefined;
}

/** A submission whose reading a process did not outlive. */
export interface Suspect {
  readonly id: SubmissionId;
  /** How often its reading was begun without an end. */
  readonly begun: number;
}

/** A person's answer to a submission without deliveries. */
export interface SubmissionAnswer {
  readonly answer: CaseAnswer;
  readonly now: EpochMs;
  readonly by: string;
  readonly reason?: string | undefined;
  readonly reference?: string | undefined;
  readonly findings?: readonly Finding[] | undefined;
}

/** What {@link IntakeLedger.store} found. */
export interface StoreResult {
  readonly id: SubmissionId;
  readonly outcome: 'stored' | 'duplicate' | 'id-reused' | 'problem';
  /** Why it is a case from the start, with `id-reused` and `problem`. */
  readonly findings: readonly Finding[];
}

/** A submission as it was kept. */
export interface StoredSubmission {
  readonly id: SubmissionId;
  readonly portal: string;
  readonly portalId: string;
  readonly handle?: string | undefined;
  readonly state: SubmissionState;
  readonly test: boolean;
  readonly message?: StoredMessage | undefined;
  readonly attachments: readonly OpenAttachment[];
}

/** The message of a kept submission. */
export interface StoredMessage {
  readonly mediaType: string;
  readonly size: number;
  bytes(): Promise<Uint8Array>;
}

/** A submission with what it becomes. */
export interface PlannedSubmission {
  readonly id: SubmissionId;
  readonly plan: SubmissionPlan;
  /** What its message says of itself; absent when its standard is not known. */
  readonly facts?: MessageFacts | undefined;
}

/** What a message says of itself: kinds and ids, nothing of its content. */
export interface MessageFacts {
  /** The profile, such as `xbau`. */
  readonly standard: string;
  readonly version?: string | undefined;
  readonly type?: string | undefined;
  /** The id of the message; a keyed hash of it is kept. A message sent again has the same, a corrected one another. */
  readonly messageId?: string | undefined;
  /** The portal's id of the matter; a keyed hash of it is kept. */
  readonly matter?: string | undefined;
  /** Ids of messages it refers to, such as the one it corrects; keyed hashes of them are kept. */
  readonly refersTo?: readonly string[] | undefined;
}

/** What was written for a plan. */
export interface PlanResult {
  /** In the order of the plan; none for a submission that is not `received` any more. */
  readonly keys: readonly DeliveryKey[];
  /** Why it became a case although the plan was another. */
  readonly overruled?: Finding | undefined;
}

/** What a `received` submission becomes. */
export type SubmissionPlan =
  | { readonly outcome: 'routed'; readonly deliveries: readonly PlannedDelivery[] }
  | { readonly outcome: 'case' | 'rejected'; readonly findings: readonly Finding[] };

/** A delivery to be made. */
export interface PlannedDelivery {
  readonly route: string;
  readonly target: string;
  readonly recordType: string;
  readonly record: MappedRecord;
  /** The version of the mapping that made the record. */
  readonly mappingVersion: string;
  /** What the target calls attachments, by `ref`, where the mapping says so. */
  readonly attachmentNames?: AttachmentNames | undefined;
  /** For the history: what was not checked, warned of or transliterated. Names of fields and codes, no content. */
  readonly notes?: Readonly<Record<string, string | number | undefined>> | undefined;
}

/** Names of attachments by their `ref`. They may come from the citizen: kept sealed. */
export type AttachmentNames = Readonly<Record<string, string>>;

/** Deliveries from `ready` on. */
export interface DeliveryLedger {
  /** Takes the next due delivery: `ready` → `attempting`, with a new fence. */
  claim(request: ClaimRequest): Promise<Claim | undefined>;
  /** The targets that have a delivery due now. */
  targetsDue(now: EpochMs): Promise<ReadonlySet<string>>;
  /**
   * Changes the state. Refuses what `transitions.ts` does not have (Defect), and changes nothing when the fence is not the
   * holder's any more (returns false).
   */
  change(change: DeliveryChange): Promise<boolean>;
  /**
   * Notes a further act of a delivery that is `committing`, before it happens. False when the fence is not the holder's any more.
   */
  noteAct(act: NotedAct): Promise<boolean>;
  /** The names of the ordered acts that were let happen, over all attempts, in their order. */
  acts(key: DeliveryKey): Promise<readonly string[]>;
  /** Replaces the record of a claimed delivery after its mapping changed. */
  remap(claim: Claim, mapped: Pick<PlannedDelivery, 'record' | 'attachmentNames' | 'mappingVersion'>): Promise<void>;
  /** Closes an attempt with its steps and changes the state by what came of it, in one write. Returns what `change` returns. */
  endAttempt(claim: Claim, end: AttemptEnd): Promise<boolean>;
  /** Kept before whatever is written after the call, even when nobody waits for it. */
  addEvidence(claim: Claim, item: EvidenceItem, now: EpochMs): Promise<void>;
  /**
   * Deliveries left `attempting` or `committing` by a process that is gone: → `ready` and `unknown`, to be looked up when the declared times
   * have passed from now. What lies further ahead than `longestMs` is brought back: the clock was put back since. Ends pauses, too.
   */
  recover(now: EpochMs, longestMs: number): Promise<readonly DeliveryKey[]>;
  /** `unknown` deliveries whose look-up is due. */
  unknownDue(now: EpochMs): Promise<readonly UnknownDelivery[]>;
  /** When the next look-up at one of these targets is due, or undefined. */
  nextUnknownDue(targets: readonly string[]): Promise<EpochMs | undefined>;
  /** Notes a look-up that found nothing, or failed. */
  noteLook(key: DeliveryKey, look: Pick<UnknownDelivery, 'looks' | 'failedLooks'>, dueAt: EpochMs): Promise<void>;
  /** One delivery, for answers of a person. */
  get(key: DeliveryKey): Promise<DeliveryFacts | undefined>;
  record(key: DeliveryKey): Promise<MappedRecord | undefined>;
  makeDue(keys: readonly DeliveryKey[], now: EpochMs): Promise<readonly DeliveryKey[]>;
}

/** A further one of several ordered acts. */
export interface NotedAct {
  readonly key: DeliveryKey;
  readonly fence: number;
  readonly now: EpochMs;
  /** A fixed phrase. */
  readonly act: string;
  readonly requestHash?: string | undefined;
}

/** Which delivery to claim. None of a target that rests; behind the end of its pause one at a time. */
export interface ClaimRequest {
  readonly now: EpochMs;
  /** Only these routes; undefined means all. */
  readonly routes?: readonly string[] | undefined;
  /** Only these targets: those that are configured and free. */
  readonly targets: readonly string[];
  /** How many deliveries may begin within 60 seconds, for a request with one target. */
  readonly perMinute?: number | undefined;
}

/** A delivery that this process holds. */
export interface Claim {
  readonly key: DeliveryKey;
  readonly submission: SubmissionId;
  readonly route: string;
  readonly target: string;
  readonly recordType: string;
  readonly record: MappedRecord;
  readonly mappingVersion: string;
  readonly fence: number;
  readonly startedAt: EpochMs;
  /** Counts from 1, throttled attempts left out. */
  readonly attempt: number;
  /** The reference of the record that an earlier attempt began and did not complete. */
  readonly begun?: string | undefined;
  /** How many of the target's channels were tried in this round and certainly saved nothing. */
  readonly channelsTried: number;
  /** Whether the submission has attachments; only then is it opened for the attempt. */
  readonly hasAttachments: boolean;
  readonly attachmentNames?: AttachmentNames | undefined;
}

/** A change of state with what belongs to it. */
export interface DeliveryChange {
  readonly key: DeliveryKey;
  /** The holder's fence; undefined for recovery, look-up and answers of a person. */
  readonly fence?: number | undefined;
  readonly to: DeliveryState;
  /** A state passed through in the same write, where the table has no direct way: `committing` → `unknown` → `case`. */
  readonly via?: DeliveryState | undefined;
  readonly now: EpochMs;
  readonly channel?: ChannelKind | undefined;
  /** Of the record that is there: with `delivered`, and with `ready` when it was begun and is to be completed. */
  readonly reference?: string | undefined;
  /** With `committing`: the name of the act, when it is one of several ordered ones. */
  readonly act?: string | undefined;
  /** With `delivered`: when the state of the record is asked for. Absent: never. */
  readonly poll?: PollPlan | undefined;
  readonly findings?: readonly Finding[] | undefined;
  readonly dueAt?: EpochMs | undefined;
  readonly requestHash?: string | undefined;
  /** How many channels of this round were tried; the next attempt takes the channel behind them. */
  readonly channelsTried?: number | undefined;
  /** What the channel declared, kept with `committing` for the look-up after a crash. */
  readonly inFlight?: { readonly maxInFlightMs: number; readonly visibilityLagMs: number } | undefined;
  /** Undo the count of this attempt: it was throttled. */
  readonly costsNoAttempt?: boolean | undefined;
  /** Start the counting of attempts anew: a person said so. */
  readonly resetAttempts?: boolean | undefined;
  /** Who, with answers of a person. */
  readonly by?: string | undefined;
  /** Free text of a person: kept sealed. */
  readonly reason?: string | undefined;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly channel: ChannelKind;
  readonly steps: readonly StepView[];
  /** What becomes of the delivery; the outcome of the attempt is its state. */
  readonly change: Omit<DeliveryChange, 'key' | 'fence'>;
  /** What it told of the target, noted in the same write. */
  readonly news?: TargetNews | undefined;
}

/** A delivery whose outcome is to be found out. */
export interface UnknownDelivery {
  readonly key: DeliveryKey;
  readonly submission: SubmissionId;
  readonly target: string;
  readonly recordType: string;
  readonly committedAt: EpochMs;
  /** Attempts made so far. */
  readonly attempts: number;
  /** Look-ups already made that found nothing. */
  readonly looks: number;
  /** Look-ups that failed since the last one that did not. */
  readonly failedLooks: number;
  readonly findings: readonly Finding[];
  /** An earlier look-up found a record that was begun and not complete. */
  readonly begun: boolean;
}

/** What an answer of a person needs to know. */
export interface DeliveryFacts {
  readonly key: DeliveryKey;
  readonly submission: SubmissionId;
  readonly route: string;
  readonly target: string;
  readonly recordType: string;
  readonly state: DeliveryState;
  /** True once an act may have happened: before a `retry` the target is looked at. */
  readonly everCommitted: boolean;
  readonly answers: readonly CaseAnswer[];
}

/** Reads for people. Never waits for a run. */
export interface LedgerViews {
  counts(): Promise<LedgerCounts>;
  list(filter: SubmissionFilter): Promise<readonly SubmissionSummary[]>;
  /** By submission id, a unique beginning of it, or a delivery key. */
  find(id: string): Promise<SubmissionId | undefined>;
  show(id: SubmissionId): Promise<SubmissionView>;
  evidence(id: number): Promise<Uint8Array>;
  /** What the portal handed over as proof, oldest first; none once it was purged. */
  portalEvidence(id: SubmissionId): Promise<readonly KeptPortalEvidence[]>;
}

/** Which submissions to list. */
export interface SubmissionFilter {
  readonly ids?: readonly SubmissionId[] | undefined;
  readonly state?: string | undefined;
  readonly portal?: string | undefined;
  /** Received at this time or later. */
  readonly from?: EpochMs | undefined;
  /** Received before this time. */
  readonly to?: EpochMs | undefined;
  readonly limit?: number | undefined;
}

/** The keys that the content is sealed with. */
export interface KeyLedger {
  /**
   * Wraps all data keys by another master key, in one write; the content stays as it is. From then on the ledger opens with the new key
   * only: close this one. Returns how many keys were wrapped anew. For the holder of the run lock.
   *
   * @param master 32 random bytes
   */
  rotate(master: Uint8Array): Promise<number>;
  /** A keyed hash that only who has the keys of this ledger can make, lower-case hex. `kind` separates uses. */
  sign(kind: string, text: string): string;
}

/** The one run that may write deliveries at a time. */
export interface RunLedger {
  /**
   * Takes the run lock, from a dead holder too. False when a living process has it. Where the clock was set since the run before, as the
   * time since the start of the machine tells, what is `unknown` waits its declared times anew: how long it has waited nobody knows.
   */
  begin(now: EpochMs, sinceBootMs?: number): Promise<boolean>;
  /** True when the run that held the lock before came to no end, as far as this holder of the lock knows. */
  readonly isAfterDeath: boolean;
  /** Gives the lock back and seals the history with a checkpoint. */
  end(now: EpochMs): Promise<void>;
}
