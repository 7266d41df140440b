import { createHash } from 'node:crypto';
import type { Incoming, IncomingFile } from '@amtsbote/sdk';
import { type ContentSource, fileSource, readContent } from './content.ts';
import { type Candidate, isMessageName } from './grouping.ts';
import { contentIdentity, originalIdentity } from './identity.ts';
import { doneMarker, isSameFile, listTree, stampNow } from './listing.ts';
import { chooseMessage } from './message-choice.ts';
import type { FolderLimits } from './options.ts';
import { FolderProblem, StillChanging } from './problem.ts';

/** A submission as it was read. */
export interface ReadSubmission extends Omit<Incoming, 'acknowledge'> {
  /** False when the originals could not be taken over: they stay in the folder. */
  readonly taken: boolean;
}

/**
 * Reads a submission: finds its message, hashes every file once, holds no large file in memory. What cannot be read is
 * returned with its problem. It may still change while it waits to be taken: see {@link expectSameFiles}.
 *
 * @throws StillChanging when it changed meanwhile
 */
export async function readSubmission(candidate: Candidate, limits: FolderLimits): Promise<ReadSubmission> {
  try {
    return await readParts(candidate, limits);
  } catch (error) {
    if (!(error instanceof FolderProblem)) throw error;
    return readOriginals(candidate, error, limits);
  }
}

async function readParts(candidate: Candidate, limits: FolderLimits): Promise<ReadSubmission> {
  if (candidate.unreadable !== undefined) throw candidate.unreadable;
  const sources = await sourcesOf(candidate, limits);
  const { message, attachments } = split(candidate, sources);
  expectWithin({ message, attachments }, limits);
  const messageFile = await readContent(message);
  const attachmentFiles: IncomingFile[] = [];
  for (const source of attachments) attachmentFiles.push(await readContent(source));
  const identity = contentIdentity(
    messageFile,
    attachmentFiles.map((file) => ({ ...file, name: ownName(file.name, candidate) })),
  );
  return {
    portalId: identity,
    contentHash: identity,
    message: messageFile,
    attachments: attachmentFiles,
    taken: true,
  };
}

async function sourcesOf(candidate: Candidate, limits: FolderLimits): Promise<readonly ContentSource[]> {
  const [file] = candidate.files;
  if (candidate.kind === 'zip' && file !== undefined) return (await import('./zip/archive.ts')).readArchive(file, limits);
  if (candidate.files.length > limits.entries) {
    throw new FolderProblem('AB_FILE_TOO_LARGE', `the submission has more than ${limits.entries} files`);
  }
  return candidate.files.map(fileSource);
}

interface Parts {
  readonly message: ContentSource;
  readonly attachments: readonly ContentSource[];
}

function split(candidate: Candidate, sources: readonly ContentSource[]): Parts {
  const beside = candidate.kind === 'files' && sources.filter(isMessageName).length > 1;
  const choice = beside ? { candidates: 2 } : chooseMessage(sources);
  if (choice.message !== undefined) return choice;
  if (choice.candidates === 0) throw new FolderProblem('AB_MESSAGE_MISSING', 'the submission has no XML or JSON message');
  throw new FolderProblem('AB_MESSAGE_AMBIGUOUS', 'the submission has more than one XML or JSON message');
}

function expectWithin({ message, attachments }: Parts, limits: FolderLimits): void {
  const tooLarge = (what: string, most: number): FolderProblem =>
    new FolderProblem('AB_FILE_TOO_LARGE', `${what} is larger than ${most} bytes`);
  if (message.size > limits.messageBytes) throw tooLarge('the message', limits.messageBytes);
  if (attachments.some(({ size }) => size > limits.attachmentBytes)) throw tooLarge('an attachment', limits.attachmentBytes);
  if (totalOf([message, ...attachments]) > limits.totalBytes) throw tooLarge('the submission', limits.totalBytes);
}

/** Takes the files as they are, as attachments of a case; what cannot be read or is far too large stays in the folder. */
async function readOriginals(candidate: Candidate, problem: FolderProblem, limits: FolderLimits): Promise<ReadSubmission> {
  const sources = candidate.files.map(fileSource);
  try {
    if (candidate.unreadable !== undefined || totalOf(sources) > limits.totalBytes || sources.length > limits.entries)
      return leftBehind(candidate, problem);
    const attachments: IncomingFile[] = [];
    for (const source of sources) attachments.push(await readContent(source));
    const identity = originalIdentity(attachments);
    return { portalId: identity, contentHash: identity, attachments, problem: problem.finding, taken: true };
  } catch (error) {
    if (error instanceof FolderProblem) return leftBehind(candidate, error);
    throw error;
  }
}

/** Known by names and times, so that the same file that stays in the folder is one case and not one per run. */
function leftBehind(candidate: Candidate, problem: FolderProblem): ReadSubmission {
  const facts = candidate.files.map(({ name, stamp }) => `${name}/${stamp.size}/${stamp.modifiedNs}/${stamp.inode}`);
  const identity = createHash('sha256')
    .update(['amtsbote folder left 1', candidate.base, ...facts.sort()].join('\n'))
    .digest('hex');
  return {
    portalId: identity,
    contentHash: identity,
    attachments: [],
    problem: problem.finding,
    taken: false,
  };
}

/** Attachments beside a message carry its name in front; without it the same submission is the same under any name. */
function ownName(name: string, { kind, base }: Candidate): string {
  return kind === 'files' && name.startsWith(base) ? name.slice(base.length) : name;
}

function totalOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/**
 * Looks whether a submission is still the one that was listed: no file changed, none came or went. Files are looked at without waiting, so
 * that many submissions can be taken at the same time.
 *
 * @throws StillChanging when it is not
 */
export async function expectSameFiles({ files, path, unreadable }: Candidate, limits: FolderLimits): Promise<void> {
  for (const file of files) {
    if (!isSameFile(stampNow(file.path), file.stamp)) throw new StillChanging();
  }
  if (path === undefined || unreadable !== undefined) return;
  const now = (await listTree(path, limits.entries)).filter(({ name }) => name !== doneMarker);
  if (now.length !== files.length) throw new StillChanging();
}
