import type { Readable } from 'node:stream';
import type { PortalEvidence } from '../evidence/contract.ts';
import type { AnswerDeadline } from '../model/answer-deadline.ts';
import type { CheckResult } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import type { EpochMs, SubmissionId } from '../model/ids.ts';
import type { RecordState, ReportKind } from '../model/states.ts';
import type { PortalCallback } from './callback.ts';

/** A portal: where submissions come from. One instance per portal of the configuration and run. */
export interface Portal {
  /**
   * Yields what the portal holds, each submission once per call. Asking for the next one acknowledges nothing.
   * A submission that cannot be read is yielded with `problem`, never thrown: it must not stop the others.
   *
   * What cannot be had now (a part of the portal fails) is left out; once all others are yielded, it is thrown as `NotDelivered`.
   *
   * Throws `NotDelivered` (AB_PORTAL_UNREACHABLE) when the portal itself cannot be reached.
   *
   * @param known a portal that goes on offering what we hold, until it is told the outcome, may leave out what is known
   */
  receive(signal: AbortSignal, known?: IsKnown): AsyncIterable<Incoming>;
  /**
   * Tells the portal what became of a submission. Called at least once per report; repeats carry the same
   * `report.id`, and must have no further effect. Reports of different submissions may be sent at the same time.
   *
   * What it hands back as evidence is kept in the write that notes the report as sent.
   */
  report(report: Report): Promise<ReportReceipt | void>;
  /** Looks, without changing anything, whether the portal could be used now, and whether what it brings fits `use`. */
  check(use?: PortalUse): Promise<readonly CheckResult[]>;
  /** How it is heard when it tells by itself that there is something new; absent where it does not, or is not configured to. */
  readonly callback?: PortalCallback | undefined;
}

/** What the configuration does with a portal. */
export interface PortalUse {
  readonly routes: readonly PortalRoute[];
}

/** The messages that a route takes, as far as its mapping says so. */
export interface PortalRoute {
  readonly name: string;
  /** Local name of the root element; `json` for JSON messages. */
  readonly root?: string | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly profile?: string | undefined;
}

/** Whether a submission with this id of the portal was kept earlier, in whatever state it is now. */
export type IsKnown = (portalId: string) => Promise<boolean>;

/** A submission as the portal hands it over. */
export interface Incoming {
  /** The portal's id of the submission; with the portal's name it is the submission's identity. */
  readonly portalId: string;
  /** Content identity: SHA-256 (hex) over message and attachments. The same id with another hash is a case. */
  readonly contentHash: string;
  /** When the portal says it was created; order inside a matter follows it. */
  readonly createdAt?: EpochMs | undefined;
  /** Until when the portal waits to be told the outcome; absent where it waits for ever. */
  readonly answerBy?: AnswerDeadline | undefined;
  /** The portal's id of the matter this belongs to. */
  readonly matter?: string | undefined;
  /** The portal's own test flag. */
  readonly test?: boolean | undefined;
  /** The structured message; absent only together with `problem`. */
  readonly message?: IncomingFile | undefined;
  readonly attachments: readonly IncomingFile[];
  /**
   * Why the submission cannot be read (broken archive, file too large). It is kept as it is (`attachments` hold the
   * original) and becomes a case.
   */
  readonly problem?: Finding | undefined;
  /** What only the portal understands and wants back with reports. Kept sealed. JSON. */
  readonly handle?: string | undefined;
  /** What proves that it came so; kept with the submission. */
  readonly evidence?: PortalEvidence | undefined;
  /**
   * The submission is durable and sealed with us: the portal may let go of its copy. Called again for a
   * duplicate, so it must be idempotent.
   */
  acknowledge(): Promise<void>;
}

/** A file of a submission: small ones as bytes, large ones as a stream that can be opened again. */
export interface IncomingFile {
  /** Name as sent, without folders. */
  readonly name: string;
  readonly mediaType: string;
  /** Size in bytes. */
  readonly size: number;
  /** SHA-256 of the content, lower-case hex. */
  readonly sha256: string;
  open(): Readable;
}

/** What a portal hands back for a report. */
export interface ReportReceipt {
  /** What proves that the portal was told: as the portal has it, also where an earlier call was the one that arrived. */
  readonly evidence?: PortalEvidence | undefined;
}

/** What a portal is told. */
export interface Report {
  /** Stable over repeats. */
  readonly id: string;
  readonly kind: ReportKind;
  readonly submission: SubmissionId;
  readonly portalId: string;
  readonly handle?: string | undefined;
  readonly at: EpochMs;
  /** What the target calls the record, with `accepted` and `status`. */
  readonly references: readonly string[];
  /** Why, with `rejected`. Holds official codes where there are any. */
  readonly findings: readonly Finding[];
  /** What the target says of the record, with `status`. Reports of a submission come in their order. */
  readonly state?: RecordState | undefined;
  /** What {@link Report.keep} kept last in an earlier try of this report. */
  readonly progress?: string | undefined;
  /** Keeps, durable, how far this report came, for its next try: ids of the portal only, never content. Absent where nothing is kept. */
  keep?(progress: string): Promise<void>;
  /** The same in the form of the standard, where the route asks for it: messages that were validated against their schema set. */
  readonly answers?: readonly AnswerMessage[] | undefined;
}

/** A message that answers the one received, such as XBau 1121. The same bytes at every repeat. */
export interface AnswerMessage {
  /** Its type in the standard, such as `1121`. */
  readonly type: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
