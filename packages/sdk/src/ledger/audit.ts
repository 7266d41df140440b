import type { DeliveryKey, EpochMs, SubmissionId } from '../model/ids.ts';

/** Proof of the history: chains of events, sealed by a checkpoint per run. */
export interface AuditLedger {
  /**
   * Looks at every event and checkpoint. With a checkpoint that was exported before and kept elsewhere, an end that was cut off shows
   * too: without it nothing in the ledger tells that there was more.
   */
  verify(against?: Checkpoint): Promise<AuditResult>;
  /** The history as it stands, submission by submission in the order of events, for a file that is kept elsewhere. */
  export(): AsyncIterable<ExportedEvent>;
  /** The chain of one submission, looked at; empty once it was purged. */
  historyOf(submission: SubmissionId): Promise<SubmissionHistory>;
  /** The newest checkpoint; undefined before the first run has ended. */
  newest(): Promise<Checkpoint | undefined>;
}

/** A seal over the history up to an event. Small, free of citizens' data: keep it where the ledger cannot be changed from. */
export interface Checkpoint {
  /** Counts from 1. */
  readonly number: number;
  readonly at: EpochMs;
  /** Number of the last event it covers. */
  readonly lastEvent: number;
  /** How many events it covers in all. */
  readonly events: number;
  /** Keyed hash over all of them, lower-case hex. */
  readonly hash: string;
}

/** What {@link AuditLedger.verify} found. */
export interface AuditResult {
  readonly ok: boolean;
  readonly events: number;
  readonly submissions: number;
  readonly checkpoints: number;
  /** Events that stand behind the newest checkpoint: chained, and sealed with the next run. */
  readonly unsealed: number;
  /** Events from before there were hashes. */
  readonly unhashed: number;
  /** Events that were purged, of which a hash stays. */
  readonly purged: number;
  /** The checkpoint at which the history begins, once its beginning was purged. */
  readonly beginsAt?: number | undefined;
  /** At most 100. */
  readonly faults: readonly AuditFault[];
}

/** Something that does not fit. */
export interface AuditFault {
  /**
   * `event-changed`: an event or its hash is not what was written. `event-missing`: a place in a chain is empty. `checkpoint-broken`: the
   * events up to it are not those that were sealed. `checkpoint-missing`: one was removed. `end-missing`: the history ends before the
   * checkpoint that was kept elsewhere, or holds another one in its place. `purge-unproved`: something is gone, and no purge vouches for it.
   */
  readonly kind: 'event-changed' | 'event-missing' | 'checkpoint-broken' | 'checkpoint-missing' | 'end-missing' | 'purge-unproved';
  readonly submission?: SubmissionId | undefined;
  /** Place in the chain of the submission, from 1. */
  readonly position?: number | undefined;
  /** Number of an event of which only a hash stays. */
  readonly event?: number | undefined;
  readonly checkpoint?: number | undefined;
}

/** The chain of one submission. */
export interface SubmissionHistory {
  readonly events: readonly ExportedEvent[];
  /** What does not fit; none when each event is as it was written. */
  readonly faults: readonly AuditFault[];
  /** The first checkpoint that covers all of them; undefined when none does yet. */
  readonly checkpoint?: Checkpoint | undefined;
}

/** An event as it is exported. */
export interface ExportedEvent {
  readonly number: number;
  readonly submission: SubmissionId;
  readonly position: number;
  readonly at: EpochMs;
  readonly type: string;
  readonly delivery?: DeliveryKey | undefined;
  /** Without what is sealed of it: an export outlives a purge. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  /** Keyed hash of what is sealed of the detail. */
  readonly sealedHash?: string | undefined;
  readonly hash?: string | undefined;
}
