import type { DeliveryKey, EpochMs, SubmissionId } from '../model/ids.ts';
import type { ChannelKind, RecordState } from '../model/states.ts';

/** Records whose state at their target is asked for, from their delivery on until nothing further is to come. */
export interface PollLedger {
  /**
   * The looks at one target that are due, the longest due first. None of a submission that is not accepted as a whole: its portal would be
   * told how a record fares before it knows of it.
   */
  due(request: DuePolls): Promise<readonly Poll[]>;
  /**
   * Notes a look. A state other than the last one is written with its event and its report, all in one write; the same one again writes
   * nothing but when to look next. After a final state nobody looks again. Returns whether it was another one.
   */
  seen(poll: Poll, look: Look): Promise<boolean>;
  /** Brings back looks at a target that lie further ahead than any wait is long: the clock was put back since. */
  heedClock(target: string, now: EpochMs, longestMs: number): Promise<void>;
  /** Notes a look that failed. The delivery stays as it is. */
  failed(key: DeliveryKey, failure: FailedLook): Promise<void>;
  /** From now on nobody looks at this one. */
  end(key: DeliveryKey): Promise<void>;
  /** How many records of each target could not be looked at, by the code of the reason. */
  failures(): Promise<readonly PollFailures[]>;
}

/** Which looks are asked for. */
export interface DuePolls {
  readonly now: EpochMs;
  readonly target: string;
  readonly limit: number;
}

/** A record whose state is to be asked for. */
export interface Poll {
  readonly key: DeliveryKey;
  readonly submission: SubmissionId;
  readonly target: string;
  readonly recordType: string;
  /** What the target calls the record; undefined once that was purged. */
  readonly reference: string | undefined;
  /** The channel that delivered it. */
  readonly channel?: ChannelKind | undefined;
  /** From then on nobody asks any more. */
  readonly until: EpochMs;
  /** Looks in a row that failed. */
  readonly tries: number;
}

/** What a look found, and when the next one is due. */
export interface Look {
  readonly state: RecordState;
  readonly now: EpochMs;
  readonly dueAt: EpochMs;
}

/** Why a look failed, and when it is repeated. */
export interface FailedLook {
  readonly code: string;
  readonly dueAt: EpochMs;
}

/** Records that could not be looked at for one reason. */
export interface PollFailures {
  readonly target: string;
  readonly code: string;
  readonly count: number;
}

/** When the state of a record is asked for first, and until when at most. */
export interface PollPlan {
  readonly dueAt: EpochMs;
  readonly until: EpochMs;
}
