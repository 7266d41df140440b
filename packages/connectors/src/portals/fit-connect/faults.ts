import { type ErrorCode, errorCodes, type Finding } from '@amtsbote/sdk';
import type { ProblemType } from './problem-types.ts';

/**
 * What a fault means for a submission.
 * - `later`: technical, or mendable on our side. Nothing is kept, the portal keeps it, the next run tries again; a case shortly before the
 *   portal would reject it by itself.
 * - `case`: kept as a case at once. A person may reject it with the official problem type, if there is one.
 * - `gone`: the portal no longer offers it. Nothing is to be done.
 */
export type FaultOutcome = 'later' | 'case' | 'gone';

/** What follows from a fault. */
export interface FaultEntry {
  readonly outcome: FaultOutcome;
  readonly code: ErrorCode;
  readonly message: string;
  /** The official type, with which a proven fault of the content can be rejected. */
  readonly problem?: ProblemType;
}

/** Every way in which a submission can be wrong, and what follows. Nothing technical has a problem type. */
export const faults = {
  // the event log
  'set-malformed': {
    outcome: 'case',
    code: 'AB_EVENT_LOG_INVALID',
    message: 'an event is not built as the standard asks',
    problem: 'invalid-event-log',
  },
  'set-claims': {
    outcome: 'case',
    code: 'AB_EVENT_LOG_INVALID',
    message: 'an event does not belong to this submission',
    problem: 'invalid-event-log',
  },
  'set-signature': {
    outcome: 'case',
    code: 'AB_EVENT_LOG_INVALID',
    message: 'the signature of an event is wrong',
    problem: 'invalid-event-log',
  },
  'set-author': {
    outcome: 'case',
    code: 'AB_EVENT_LOG_INVALID',
    message: 'an event was written by someone who may not',
    problem: 'invalid-event-log',
  },
  'log-contradicts': {
    outcome: 'case',
    code: 'AB_EVENT_LOG_INVALID',
    message: 'the events contradict each other',
    problem: 'invalid-event-log',
  },
  'set-key-unknown': { outcome: 'later', code: 'AB_EVENT_LOG_INVALID', message: 'the key that an event was signed with is not published' },
  'set-key-unfit': { outcome: 'later', code: 'AB_EVENT_LOG_INVALID', message: 'the published key of an event may not sign events' },
  'set-future': { outcome: 'later', code: 'AB_EVENT_LOG_INVALID', message: 'an event lies in the future; compare the clocks' },
  'log-unfinished': { outcome: 'later', code: 'AB_EVENT_LOG_INVALID', message: 'the event log has no event of the submission yet' },
  answered: { outcome: 'gone', code: 'AB_PORTAL_REFUSED', message: 'the submission is answered already' },
  gone: { outcome: 'gone', code: 'AB_PORTAL_REFUSED', message: 'the portal no longer offers the submission' },
  // content against the log
  'tags-missing': {
    outcome: 'case',
    code: 'AB_TAG_MISMATCH',
    message: 'the event log has no authentication tags',
    problem: 'missing-authentication-tags',
  },
  'tag-differs': {
    outcome: 'case',
    code: 'AB_TAG_MISMATCH',
    message: 'an authentication tag is not that of the event log',
    problem: 'incorrect-authentication-tag',
  },
  // decryption
  'key-missing': { outcome: 'later', code: 'AB_DECRYPTION_KEY_MISSING', message: 'there is no private key for the key id of the content' },
  'jwe-malformed': {
    outcome: 'case',
    code: 'AB_DECRYPTION_FAILED',
    message: 'the encrypted content is not built as the standard asks',
    problem: 'encryption-issue',
  },
  'jwe-wrong': {
    outcome: 'case',
    code: 'AB_DECRYPTION_FAILED',
    message: 'the content was encrypted with another key, or changed',
    problem: 'encryption-issue',
  },
  // metadata and content
  'metadata-syntax': { outcome: 'case', code: 'AB_METADATA_INVALID', message: 'the metadata are no JSON', problem: 'syntax-violation' },
  'metadata-schema': {
    outcome: 'case',
    code: 'AB_METADATA_INVALID',
    message: 'the metadata do not match their schema',
    problem: 'schema-violation',
  },
  'metadata-version': {
    outcome: 'case',
    code: 'AB_METADATA_INVALID',
    message: 'the version of the metadata is not taken',
    problem: 'unsupported-schema',
  },
  'data-missing': { outcome: 'case', code: 'AB_MESSAGE_MISSING', message: 'there is no message (Fachdaten)', problem: 'missing-data' },
  'schema-missing': {
    outcome: 'case',
    code: 'AB_METADATA_INVALID',
    message: 'the metadata do not name the schema of the message',
    problem: 'missing-schema',
  },
  'attachments-differ': {
    outcome: 'case',
    code: 'AB_ATTACHMENTS_DIFFER',
    message: 'the attachments are not those that the metadata name',
    problem: 'attachments-mismatch',
  },
  hash: { outcome: 'case', code: 'AB_HASH_MISMATCH', message: 'content does not have the hash of the metadata', problem: 'hash-mismatch' },
  // what the destination offers
  'service-unsupported': {
    outcome: 'case',
    code: 'AB_SERVICE_NOT_OFFERED',
    message: 'the destination does not offer the service',
    problem: 'unsupported-service',
  },
  'service-differs': {
    outcome: 'case',
    code: 'AB_SERVICE_NOT_OFFERED',
    message: 'submission and metadata name different services',
    problem: 'service-mismatch',
  },
  'region-unsupported': {
    outcome: 'case',
    code: 'AB_SERVICE_NOT_OFFERED',
    message: 'the destination does not offer the service in this region',
    problem: 'unsupported-service',
  },
  'schema-unsupported': {
    outcome: 'case',
    code: 'AB_SERVICE_NOT_OFFERED',
    message: 'the destination does not take messages of this schema',
    problem: 'unsupported-schema',
  },
  'reply-channel': {
    outcome: 'case',
    code: 'AB_SERVICE_NOT_OFFERED',
    message: 'the destination does not answer in the way that is asked for',
    problem: 'unsupported-reply-channel',
  },
  // ours
  'too-large': { outcome: 'case', code: 'AB_FILE_TOO_LARGE', message: 'content is larger than the limits of the portal' },
  'not-fetched': { outcome: 'later', code: 'AB_PORTAL_UNREACHABLE', message: 'a part of it could not be fetched' },
  'answer-malformed': { outcome: 'later', code: 'AB_PORTAL_UNREACHABLE', message: 'an answer of the portal cannot be read' },
} as const;

/** A name of {@link faults}. */
export type FaultName = keyof typeof faults;

/** Where a fault lies: `metadata`, `data`, `submission` or `attachment:ID`. Ids of attachments are no citizen's data. */
export type FaultPlace = 'metadata' | 'data' | 'submission' | `attachment:${string}`;

/** Something is wrong with one submission. Holds no value of it. */
export class SubmissionFault extends Error {
  readonly fault: FaultName;
  readonly place: FaultPlace;
  /** Which rule, such as the path of a field in metadata; never a value. */
  readonly detail: string | undefined;

  constructor(fault: FaultName, place: FaultPlace = 'submission', detail?: string) {
    super(faults[fault].message);
    this.name = 'SubmissionFault';
    this.fault = fault;
    this.place = place;
    this.detail = detail;
  }
}

/** What follows from a fault. */
export function entryOf({ fault }: Pick<SubmissionFault, 'fault'>): FaultEntry {
  return faults[fault];
}

/** A fault as a finding. Its official code is the short name of the problem type. */
export function findingOf(fault: SubmissionFault): Finding {
  const { place, detail } = fault;
  const entry = entryOf(fault);
  return {
    code: entry.code,
    message: `${place}: ${entry.message}${detail === undefined ? '' : ` (${detail})`}`,
    hint: errorCodes[entry.code].hint,
    where: { field: place },
    ...(entry.problem !== undefined && { officialCode: entry.problem }),
  };
}
