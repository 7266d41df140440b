import type { Incoming, IncomingFile } from '@amtsbote/sdk';
import { type ContentPlan, planContent } from '../check/content-structure.ts';
import { type Metadata, readMetadata } from '../check/metadata.ts';
import { checkOffer, type Offer } from '../check/offer.ts';
import { decryptSmall } from '../crypto/decrypt.ts';
import type { DecryptionKey } from '../crypto/private-keys.ts';
import { type AuthenticationTags, compareTags } from '../events/authentication-tags.ts';
import { type ProvedLog, proveLog } from '../events/event-log.ts';
import type { EventKeys } from '../events/verify-set.ts';
import { SubmissionFault } from '../faults.ts';
import type { FitConnectOptions } from '../options.ts';
import type { SubmissionApi, SubmissionFile, SubmissionRef } from '../service/submission-api.ts';
import { attachmentName } from './file-name.ts';
import { type ProvedContent, proveParts } from './plain-file.ts';
import { type FetchedContent, ofText, type Spool } from './spool.ts';

/** What submissions of one destination are read with. */
export interface Reading {
  readonly api: SubmissionApi;
  readonly keys: EventKeys;
  readonly options: FitConnectOptions;
  readonly decryptionKeys: readonly DecryptionKey[];
  readonly offer: Offer;
  readonly spool: Spool;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

/** How far the reading of a submission came: enough to make a case of one that is wrong. */
export interface Progress {
  readonly ref: SubmissionRef;
  file?: SubmissionFile;
  log?: readonly string[];
  proved?: ProvedLog;
  metadata?: Metadata;
  /** Encrypted parts by what they are: `metadata`, `data`, or the id of the attachment. */
  readonly fetched: Map<string, FetchedContent>;
  /** Plain and proved; there is one only when all of them could be decrypted. */
  content?: PlainContent;
}

/** A submission in plain text. */
export interface PlainContent extends Pick<Incoming, 'attachments'> {
  readonly message: IncomingFile;
}

const fetchedTogether = 4;
const metadataLimit = 10_000_000;

/**
 * Fetches a submission and proves it, in the order of the standard: event log, authentication tags, decryption, metadata, structure, hashes,
 * what the destination offers. `progress` tells how far it came.
 *
 * @throws SubmissionFault, or the errors of requests
 */
export async function readSubmission(progress: Progress, reading: Reading): Promise<void> {
  const { ref } = progress;
  const file = await fetchFile(ref, reading);
  progress.file = file;
  fetchTexts(progress, file);
  progress.log = await reading.api.eventLog(ref.matter, reading.signal);
  progress.proved = await proveLog(progress.log, reading.keys, expectationsOf(ref, reading));
  sameAttachments(progress.proved, file);
  await fetchAttachments(progress, reading);
  compareTags(progress.proved.tags, deliveredTags(progress));
  progress.metadata = await openMetadata(progress, reading);
  const plan = planContent(progress.metadata, { data: file.encryptedData !== undefined, attachments: file.attachments });
  const { content, hashes } = await openAll(progress, plan, reading);
  progress.content = content;
  hashes.forEach(checkHash);
  checkOffer({ service: file.service, region: file.region, metadata: progress.metadata }, reading.offer);
}

/** What the events of a submission are verified against. */
export function expectationsOf(ref: SubmissionRef, { options, now }: Pick<Reading, 'options' | 'now'>): Parameters<typeof proveLog>[2] {
  const { names, issuer, minimumKeyBits } = options;
  return { names, ...ref, issuer, minimumKeyBits, now };
}

async function fetchFile(ref: SubmissionRef, { api, signal }: Reading): Promise<SubmissionFile> {
  const file = await api.submission(ref.submission, signal);
  const same = file.submissionId === ref.submission && file.destinationId === ref.destination && file.caseId === ref.matter;
  if (!same) throw new SubmissionFault('answer-malformed');
  return file;
}

function fetchTexts({ fetched }: Progress, file: SubmissionFile): void {
  fetched.set('metadata', ofText(file.encryptedMetadata));
  if (file.encryptedData !== undefined) fetched.set('data', ofText(file.encryptedData));
}

/** Attachments that the log does not name need not be fetched to be wrong. */
function sameAttachments({ tags }: ProvedLog, { attachments }: SubmissionFile): void {
  const named = Object.keys(tags.attachments ?? {}).map((id) => id.toLowerCase());
  const [other] = [...new Set(named).symmetricDifference(new Set(attachments))].sort();
  if (other !== undefined) throw new SubmissionFault('tag-differs', `attachment:${other}`);
}

/** Fetches the encrypted attachments of a submission that are not there yet. */
export async function fetchAttachments({ file, fetched }: Progress, { api, spool, options, signal }: Reading): Promise<void> {
  const { attachments, attachmentBytes } = options.limits;
  if (file === undefined) return;
  if (file.attachments.length > attachments) throw new SubmissionFault('too-large');
  // Base64 makes four characters of three bytes; the rest is for header and key.
  const maxBytes = Math.ceil(attachmentBytes * 1.4) + 100_000;
  const waiting = file.attachments.filter((id) => !fetched.has(id)).values();
  const fetchSome = async (): Promise<void> => {
    for (const attachment of waiting) {
      const keep = (body: AsyncIterable<Uint8Array>): Promise<FetchedContent> => spool.keep(body, maxBytes);
      const content = await api.attachment({ submission: file.submissionId, attachment, signal }, keep);
      // The service takes compact JWEs only: what does not end like one was cut off on its way, or is a page of somebody in between.
      if (!/^[A-Za-z0-9_-]{22}$/.test(content.end)) throw new SubmissionFault('answer-malformed', `attachment:${attachment}`);
      fetched.set(attachment, content);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: fetchedTogether }, fetchSome));
  const failed = ends.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason as Error;
}

/** The authentication tags of the parts that were fetched, as the parts themselves have them. */
export function deliveredTags({ fetched }: Pick<Progress, 'fetched'>): AuthenticationTags {
  const { metadata = '', data, ...attachments } = Object.fromEntries([...fetched].map(([part, { end }]) => [part, end]));
  return { metadata, data, attachments };
}

async function openMetadata({ fetched }: Progress, { decryptionKeys: keys, offer, options }: Reading): Promise<Metadata> {
  const { bytes } = await at('metadata', () => decryptSmall(partOf(fetched, 'metadata'), { keys, maxBytes: metadataLimit }));
  return readMetadata(bytes, { schema: options.names.metadataSchema, versions: offer.metadataVersions });
}

interface Opened {
  readonly content: PlainContent;
  readonly hashes: readonly Hashed[];
}

/** Decrypts message and attachments. Their hashes are looked at afterwards, so that a case shows what could be read. */
async function openAll({ fetched, metadata }: Progress, plan: ContentPlan, reading: Reading): Promise<Opened> {
  const { messageBytes } = reading.options.limits;
  const open = (parts: readonly string[], maxBytes: number, keepBytes: number): Promise<ProvedContent> => {
    const contents = parts.map((id) => partOf(fetched, id));
    const place = parts[0] === 'data' ? 'data' : (`attachment:${parts[0] ?? ''}` as const);
    return at(place, () => proveParts(contents, { keys: reading.decryptionKeys, maxBytes }, keepBytes));
  };
  const file = messageFile(plan, metadata);
  const message = await open(file.parts, messageBytes, messageBytes);
  const hashes: Hashed[] = [{ place: 'data', expected: file.sha512, proved: message }];
  const attachments: IncomingFile[] = [];
  let keepBytes = reading.options.limits.memoryBytes;
  for (const [index, each] of plan.attachments.entries()) {
    const proved = await open(each.parts, reading.options.limits.attachmentBytes, keepBytes);
    if (proved.size <= keepBytes) keepBytes -= proved.size;
    hashes.push({ place: `attachment:${each.id}`, expected: each.sha512, proved });
    attachments.push({ name: attachmentName(each.filename, index + 1, each.mimeType), mediaType: each.mimeType, ...fileFacts(proved) });
  }
  const { name, mediaType } = file;
  return { content: { message: { name, mediaType, ...fileFacts(message) }, attachments }, hashes };
}

/** The message as a file: where its parts are, its type, and the hash that the sender gave. */
function messageFile({ message }: ContentPlan, metadata: Metadata | undefined): MessageFile {
  const { data } = metadata ?? {};
  const mediaType = message === 'data' ? (data?.schema?.mimeType ?? 'application/json') : message.mimeType;
  const name = mediaType === 'application/xml' ? 'fachdaten.xml' : 'fachdaten.json';
  if (message === 'data') return { name, mediaType, parts: ['data'], sha512: data?.sha512 };
  return { name, mediaType, parts: message.parts, sha512: message.sha512 };
}

interface MessageFile extends Pick<IncomingFile, 'name' | 'mediaType'> {
  readonly parts: readonly string[];
  readonly sha512: string | undefined;
}

interface Hashed {
  readonly place: 'data' | `attachment:${string}`;
  readonly expected: string | undefined;
  readonly proved: ProvedContent;
}

function checkHash({ place, expected, proved }: Hashed): void {
  if (expected !== proved.sha512) throw new SubmissionFault('hash', place);
}

function fileFacts({ size, sha256, open }: ProvedContent): Pick<IncomingFile, 'size' | 'sha256' | 'open'> {
  return { size, sha256, open };
}

function partOf(fetched: Progress['fetched'], part: string): FetchedContent {
  const content = fetched.get(part);
  if (content === undefined) throw new SubmissionFault('attachments-differ', `attachment:${part}`);
  return content;
}

/** Says of a fault in which part it lies. */
async function at<T>(place: SubmissionFault['place'], act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof SubmissionFault && error.place === 'submission' ? new SubmissionFault(error.fault, place, error.detail) : error;
  }
}
