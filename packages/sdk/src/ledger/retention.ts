import type { EpochMs, SubmissionId } from '../model/ids.ts';
import type { PurgeKind } from '../model/purge-kind.ts';
import type { SubmissionState } from '../model/states.ts';

/** What the ledger gives up when its time is over. Purging and cutting are for the holder of the run lock. */
export interface RetentionLedger {
  /** The next submissions that may have something to purge: final, reported, not on hold. In a fixed order. */
  candidates(request: CandidateRequest): Promise<readonly PurgeCandidate[]>;
  /** What was not purged yet of one submission, and why it must stay at present; undefined when nothing has this id. */
  look(id: SubmissionId): Promise<PurgeOutlook | undefined>;
  /** How many pieces each kind of a submission has now. */
  count(id: SubmissionId): Promise<PurgeCounts>;
  /**
   * Purges kinds of one submission, in one write: rows go, the data key is exchanged or destroyed, the history says so. Undefined, and
   * nothing changed, when it is open or on hold by now. Sealed files are left to {@link RetentionLedger.dropFiles}; without the key they
   * cannot be opened any more.
   */
  purge(order: PurgeOrder): Promise<PurgeCounts | undefined>;
  /** Removes the sealed files of a submission whose content was purged. */
  dropFiles(id: SubmissionId): Promise<void>;
  /** Seals the history as it stands, so that what is old enough of it can go. */
  seal(now: EpochMs): Promise<void>;
  /** Lets the history begin at the last checkpoint before which no event is left. Returns how many stubs of events went. */
  cut(now: EpochMs): Promise<number>;
  /**
   * Gives free pages back and empties the write-ahead log, so that no file holds what was purged. False when a reader was in the way.
   *
   * @param rebuild may write the whole file anew, once, where it was made before free pages could be given back
   */
  compact(rebuild: boolean): Promise<boolean>;
  /** What cannot be purged because it is open, unreported or on hold, and the oldest of it. */
  blocked(most: number): Promise<Blocked>;
  /** Sets or releases the legal hold. False when it already was so. */
  hold(id: SubmissionId, change: HoldChange): Promise<boolean>;
  /** Notes in the history that someone looked for, or took out, what is kept of a person. */
  noteAccess(id: SubmissionId, access: AccessNote): Promise<void>;
  /** Ids of submissions that have content or facts of the portal left, oldest first, behind another one. */
  withContent(after: SubmissionId | undefined, limit: number): Promise<readonly SubmissionId[]>;
}

/** Which submissions to look at. */
export interface CandidateRequest {
  /** By kind: those settled by then may be due. */
  readonly settledBy: Readonly<Record<PurgeKind, EpochMs>>;
  readonly after?: CandidateCursor | undefined;
  readonly limit: number;
}

/** Where the walk over candidates stands. */
export interface CandidateCursor {
  readonly mask: number;
  readonly settledAt: EpochMs;
  readonly seq: number;
}

/** A submission that may have something to purge. */
export interface PurgeCandidate {
  readonly id: SubmissionId;
  readonly settledAt: EpochMs;
  /** What was not purged yet; `hashes` always is among it. */
  readonly kept: readonly PurgeKind[];
  /** Routes of its deliveries. */
  readonly routes: readonly string[];
  readonly cursor: CandidateCursor;
}

/** What to purge of one submission. */
export interface PurgeOrder {
  readonly id: SubmissionId;
  readonly kinds: readonly PurgeKind[];
  readonly now: EpochMs;
  /** Account name, or `retention` when it went by itself. */
  readonly by: string;
}

/** Pieces by kind; only kinds of which there were any. */
export type PurgeCounts = Readonly<Partial<Record<PurgeKind, number>>>;

/** What stands against purging. */
export interface Blocked {
  readonly open: number;
  readonly unreported: number;
  readonly held: number;
  readonly oldest: readonly BlockedSubmission[];
}

/** A submission that cannot be purged. */
export interface BlockedSubmission {
  readonly id: SubmissionId;
  readonly why: 'open' | 'unreported' | 'held';
  readonly state: SubmissionState;
  readonly receivedAt: EpochMs;
}

/** Whether one submission may be purged. */
export interface PurgeOutlook {
  readonly kept: readonly PurgeKind[];
  /** Undefined when nothing stands against it. */
  readonly why: BlockedSubmission['why'] | undefined;
}

/** A change of the legal hold. */
export interface HoldChange {
  readonly on: boolean;
  readonly now: EpochMs;
  readonly by: string;
  readonly reason: string;
}

/** Who looked at what is kept of a person, and why. */
export interface AccessNote {
  readonly type: 'subject-found' | 'subject-exported';
  readonly now: EpochMs;
  readonly by: string;
  readonly reason: string;
}
