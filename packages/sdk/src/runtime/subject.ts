import type { StoredSubmission } from '../ledger/contract.ts';
import type { KeptPortalEvidence, SubmissionView } from '../ledger/views.ts';
import type { SubmissionId } from '../model/ids.ts';
import type { MappedRecord } from '../model/record.ts';
import { readMessage } from '../message/read-message.ts';
import type { Wiring } from './open-runtime.ts';
import { idOf } from './sync.ts';

/** Who asks for what is kept of a person, and why: both stand in the history. */
export interface AccessReason {
  readonly by: string;
  readonly reason: string;
}

/** Where a person was found. Ids only. */
export interface FoundSubject {
  /** Submissions that hold all the texts. */
  readonly ids: readonly SubmissionId[];
  /** How many submissions were looked through. */
  readonly searched: number;
}

/** What is kept of one submission. Citizens' data: hand over, never log. */
export interface SubjectFile {
  readonly submission: SubmissionView;
  /** Absent once the content was purged. */
  readonly content?: Pick<StoredSubmission, 'message' | 'attachments'> | undefined;
  readonly records: readonly { readonly delivery: string; readonly record: MappedRecord }[];
  /** What the portal handed over as proof. */
  readonly proof: readonly KeptPortalEvidence[];
}

const page = 100;

/**
 * Looks for a person: opens every message, record and list of attachment names, one after the other, in memory. All texts must be there,
 * each somewhere; case and blanks do not count. The content of attachments and evidence is not searched.
 */
export async function findSubject(wiring: Wiring, texts: readonly string[], access: AccessReason): Promise<FoundSubject> {
  const { retention } = await wiring.ledger();
  const wanted = texts.map(simplified);
  const ids: SubmissionId[] = [];
  let searched = 0;
  for (let some = await retention.withContent(undefined, page); some.length > 0; some = await retention.withContent(some.at(-1), page)) {
    for (const id of some) {
      const kept = await textsOf(await openFile(wiring, id));
      if (wanted.every((text) => kept.some((value) => value.includes(text)))) ids.push(id);
    }
    searched += some.length;
  }
  const now = wiring.services.clock.now();
  for (const id of ids) await retention.noteAccess(id, { type: 'subject-found', now, ...access });
  return { ids, searched };
}

/**
 * Opens all that is kept of one submission, to be handed to the person it is about.
 *
 * @throws ConfigurationFault AB_ID_UNKNOWN
 */
export async function openSubject(wiring: Wiring, id: string, access: AccessReason): Promise<SubjectFile> {
  const { retention } = await wiring.ledger();
  const submission = await idOf(wiring, id);
  await retention.noteAccess(submission, { type: 'subject-exported', now: wiring.services.clock.now(), ...access });
  return openFile(wiring, submission);
}

async function openFile(wiring: Wiring, id: SubmissionId): Promise<SubjectFile> {
  const { views, intake, deliveries } = await wiring.ledger();
  const submission = await views.show(id);
  const proof = await views.portalEvidence(id);
  if (submission.purged?.content !== undefined || submission.portalId === undefined) return { submission, records: [], proof };
  const records: { delivery: string; record: MappedRecord }[] = [];
  for (const { key } of submission.deliveries) {
    const record = await deliveries.record(key);
    if (record !== undefined) records.push({ delivery: key, record });
  }
  return { submission, content: await intake.open(id), records, proof };
}

async function textsOf({ submission, content, records }: SubjectFile): Promise<readonly string[]> {
  const texts = [
    submission.portalId ?? '',
    ...submission.attachments.map((attachment) => attachment.name),
    ...submission.deliveries.map((delivery) => delivery.reference ?? ''),
    ...submission.events.flatMap((event) => Object.values(event.detail).map(String)),
    ...records.flatMap(({ record }) => valuesOf(record)),
    ...(await messageTexts(content?.message)),
  ];
  return texts.map(simplified);
}

/** The values of a message; of one that cannot be read, its bytes as text in the two encodings that are likely. */
async function messageTexts(stored: StoredSubmission['message']): Promise<readonly string[]> {
  if (stored === undefined) return [];
  const bytes = Buffer.from(await stored.bytes());
  try {
    using message = await readMessage(bytes, { mediaType: stored.mediaType });
    return message.leaves().map((leaf) => leaf.text);
  } catch {
    return [bytes.toString('utf8'), bytes.toString('latin1')];
  }
}

function valuesOf(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(valuesOf);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

function simplified(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('de').replaceAll(/\s+/g, ' ').trim();
}
