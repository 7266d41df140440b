import type { OpenAttachment } from '../model/attachment.ts';
import type { Clock } from '../model/clock.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { Logger } from '../model/logger.ts';
import type { EvidenceSink } from '../evidence/contract.ts';
import type { Boundary } from './services.ts';

/**
 * One try of one delivery, as a channel sees it. Everything reversible comes first; the one irreversible act goes
 * through {@link Attempt.commit}.
 */
export interface Attempt {
  /** Shown to the target in whatever field it has for it, so that the record can be found. */
  readonly deliveryKey: DeliveryKey;
  /** Counts from 1. */
  readonly number: number;
  /**
   * The reference of a record that earlier attempts began and did not complete, where it is entered by several acts: the channel goes on
   * there. Undefined when there is none.
   */
  readonly begun?: string | undefined;
  /** In a dry run the commit stops the attempt. A web UI channel may first click and hold what would be sent. */
  readonly dryRun: boolean;
  /** Aborted at the deadline and when the run is interrupted before the commit. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly evidence: EvidenceSink;
  readonly boundary: Boundary;
  readonly attachments: readonly OpenAttachment[];
  /** The attachment with this reference (`a1`); throws Defect when there is none. */
  attachment(ref: string): OpenAttachment;
  /**
   * A named step. Its name and duration go into the step log; an error inside, or the deadline, ends with that log.
   * Names are fixed phrases: no citizen's data.
   */
  step<T>(name: string, act: () => Promise<T>): Promise<T>;
  /**
   * The commit point: makes the intent durable, then runs the act, once per attempt. Errors of the act that are
   * not of a family of ours become `OutcomeUnknown`.
   *
   * @throws Defect when called twice in one attempt, unless each call says that it is one of several ordered acts
   */
  commit<T>(intent: CommitIntent, act: () => Promise<T>): Promise<T>;
  /**
   * The two halves of {@link commit} for channels that learn only during the act when it becomes irreversible (the write
   * fence of web UIs): `open` makes the intent durable.
   */
  readonly gate: CommitGate;
}

/** What is about to be done. */
export interface CommitIntent {
  /** A fixed phrase, such as `create record`. */
  readonly name: string;
  /** SHA-256 of what will be sent, hex. */
  readonly requestHash?: string | undefined;
  /**
   * True for one of several acts that make and complete one record, in their order: the first makes it, and the gate opens again for each
   * further one. Only for channels that can say how far a record is (`progress`). Default false.
   */
  readonly ordered?: boolean | undefined;
  /** What would be sent, for a dry run: shown to the operator, never stored. */
  readonly preview?: string | undefined;
}

/** The engine's side of the commit point. */
export interface CommitGate {
  /**
   * Writes `committing` durably, with the lease renewed; a further one of several ordered acts is journalled. When it returns, the act
   * may happen.
   * In a dry run it throws the stop that ends the attempt, with the preview.
   *
   * @throws Defect on a second call in one attempt that is not one of several ordered acts
   * @throws NeedsPerson when the lease was lost: the act must not happen
   */
  open(intent: CommitIntent): Promise<void>;
  /** True once `open` has returned. */
  readonly opened: boolean;
}

/** What a channel returns when the target holds the record. */
export interface Delivered {
  /** What the target calls the record. */
  readonly reference: string;
}
