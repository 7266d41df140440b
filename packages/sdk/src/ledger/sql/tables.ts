import type { Generated } from 'kysely';
import type { ChannelKind, DeliveryState, RecordStatus, ReportKind, SubmissionState } from '../../model/states.ts';

/** The tables of the ledger. Columns named `sealed_…` hold seals of `sealing/envelope.ts`; no other column holds content. */
export interface Tables {
  meta: { name: string; value: string };
  submissions: SubmissionRow;
  content: ContentRow;
  deliveries: DeliveryRow;
  records: RecordRow;
  attempts: AttemptRow;
  reports: ReportRow;
  events: EventRow;
  event_stubs: EventStubRow;
  checkpoints: CheckpointRow;
  evidence: EvidenceRow;
  /** Public texts in what portals handed over as proof, by their SHA-256: keys and certificates of a service. */
  shared_evidence: { hash: string; content: string };
  polls: PollRow;
  /** Keyed hashes of the ids of messages that the message of a submission refers to. */
  message_references: { submission_id: string; message_hash: string };
  pauses: PauseRow;
  /** Submissions that failed at a target since it last took one. */
  failures: { target: string; submission_id: string };
  /** Submissions that are being read, and how often that was begun without an end. */
  readings: { submission_id: string; begun: number };
  /** When deliveries to a target with a budget began, within the last minute. */
  starts: { target: string; at: number };
  runs: RunRow;
  deadlines: DeadlineRow;
  failing_portals: FailingPortalRow;
  counts: CountRow;
}

export interface SubmissionRow {
  seq: Generated<number>;
  id: string;
  portal: string;
  /** Keyed hash of the portal's id. */
  portal_hash: string;
  /** Keyed hash of the content. */
  content_hash: string;
  /** Keyed hash of the portal's matter. */
  matter_hash: string | null;
  /** Keyed hash of the message's id, once it was read. */
  message_hash: string | null;
  state: SubmissionState;
  test: number;
  duplicates: number;
  findings: string;
  received_at: number;
  /** Wrapped; empty once nothing is left that it opens. */
  data_key: Uint8Array;
  /** Empty once it was purged. */
  sealed_meta: Uint8Array;
  /** When it was final and all its reports were sent: retention counts from here. */
  settled_at: Generated<number | null>;
  /** 1 under legal hold. */
  hold: Generated<number>;
  /** What was not purged yet: bits of `purge-kinds.ts`. */
  kept: Generated<number>;
  /** When each kind was purged, as JSON. */
  purged: Generated<string>;
}

export interface ContentRow {
  submission_id: string;
  /** `message`, or the reference of an attachment. */
  part: string;
  /** Small content; null when it lies in a sealed file. */
  sealed_bytes: Uint8Array | null;
}

export interface DeliveryRow {
  seq: Generated<number>;
  key: string;
  submission_id: string;
  route: string;
  target: string;
  record_type: string;
  state: DeliveryState;
  due_at: number;
  fence: number;
  attempts: number;
  channels_tried: number;
  channel: ChannelKind | null;
  committed_at: number | null;
  max_in_flight_ms: number;
  visibility_lag_ms: number;
  looks: number;
  /** Look-ups that failed since the last one that did not. */
  failed_looks: Generated<number>;
  request_hash: string | null;
  /** In the clear only until an older ledger is opened: see `seal-plain-references.ts`. */
  reference: string | null;
  sealed_reference: Uint8Array | null;
  mapping_version: string;
  findings: string;
}

/** The record of a delivery: apart from it, because a delivery is written often and its record once. */
export interface RecordRow {
  delivery_key: string;
  sealed_record: Uint8Array;
  /** What the target calls attachments; null where the mapping says nothing about it. */
  sealed_attachment_names: Uint8Array | null;
}

export interface AttemptRow {
  delivery_key: string;
  fence: number;
  number: number;
  channel: ChannelKind | null;
  started_at: number;
  ended_at: number | null;
  outcome: DeliveryState | null;
  code: string | null;
  steps: string;
}

export interface ReportRow {
  id: string;
  submission_id: string;
  kind: ReportKind;
  created_at: number;
  due_at: number;
  tries: number;
  sent_at: number | null;
  /** In the clear only until an older ledger is opened: see `seal-plain-references.ts`. */
  references: string;
  findings: string;
  /** Counts from 1 within the submission: none is sent before the one in front of it. */
  position: number;
  /** With `status`: what the target says of the record. */
  status: RecordStatus | null;
  final: number | null;
  sealed_references: Uint8Array | null;
  /** Ids of the portal, until the report is sent. */
  progress: string | null;
}

export interface EventRow {
  id: Generated<number>;
  submission_id: string;
  delivery_key: string | null;
  /** Counts from 1 within the submission. */
  position: number;
  at: number;
  type: string;
  detail: string;
  /** Keyed hash over this event and the one before it; null for events from before there were hashes. */
  hash: string | null;
  /** What is personal of the detail; null where there was nothing, and once it was purged. */
  sealed_detail: Uint8Array | null;
  /** Keyed hash of what was sealed, covered by `hash`. See `sealed-detail.ts`. */
  sealed_hash: string | null;
}

/** What stays of an event that was purged, so that checkpoints still add up. */
export interface EventStubRow {
  id: number;
  /** Empty for an event without one. */
  hash: string;
  purged_at: number;
  /** Keyed hash that only a purge could write. */
  proof: string;
}

/** A seal over the history up to an event: no event before it can go without being missed. */
export interface CheckpointRow {
  id: Generated<number>;
  at: number;
  /** The last event covered. */
  last_event: number;
  /** Events covered in all. */
  events: number;
  /** Keyed hash over the hashes of all events since the checkpoint before, and its hash. */
  hash: string;
}

export interface EvidenceRow {
  id: Generated<number>;
  submission_id: string;
  /** The submission itself for what its portal handed over, of the kind `portal`. */
  delivery_key: string;
  attempt: number;
  kind: string;
  name: string;
  media_type: string;
  size: number;
  at: number;
  sealed_bytes: Uint8Array;
}

/** A record whose state at its target is asked for from time to time. The row goes with the last state. */
export interface PollRow {
  delivery_key: string;
  target: string;
  due_at: number;
  /** From then on nobody asks any more. */
  until: number;
  /** The state that was last told. */
  seen: RecordStatus | null;
  /** Looks in a row that failed. */
  tries: number;
  /** Why the last look failed. */
  code: string | null;
}

/** A submission whose portal waits for an answer. The row goes when the portal was told. */
export interface DeadlineRow {
  submission_id: string;
  portal: string;
  answer_by: number;
  /** The first moment at which something of it is due. */
  first_at: number;
  /** Moments of the warnings, as JSON, the earliest first. */
  warn_at: string;
  case_at: number;
  /** Warnings that were noted. */
  warned: number;
  /** 1 once its time made a case of it: what a person lets go on afterwards goes on. */
  closed: number;
}

/** A portal of which the last run that asked it could not take in or tell something. */
export interface FailingPortalRow {
  portal: string;
  since: number;
  at: number;
  /** Codes and how often each, as JSON. */
  codes: string;
}

/** A target that rests. The row stays until a delivery was taken, or a person ends it. */
export interface PauseRow {
  target: string;
  until: number;
  code: string;
  /** Pauses in a row, this one included. */
  round: Generated<number>;
}

export interface RunRow {
  id: Generated<number>;
  started_at: number;
  ended_at: number | null;
  pid: number;
  host: string;
  boot: string;
  process_start: string;
  since_boot_ms: number | null;
}

/** How many there are of a state; triggers keep it. */
export interface CountRow {
  kind: 'submission' | 'delivery';
  state: SubmissionState | DeliveryState;
  count: number;
}
