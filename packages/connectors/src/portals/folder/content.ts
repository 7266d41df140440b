import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { IncomingFile } from '@amtsbote/sdk';
import { NotDelivered } from '@amtsbote/sdk';
import { isGone, isSameFile, type ListedFile, stampOf } from './listing.ts';
import { mediaTypeOf } from './media-type.ts';
import { lastPart } from './message-choice.ts';
import { FolderProblem, StillChanging } from './problem.ts';

/** Where the bytes of a file come from. */
export interface ContentSource {
  readonly name: string;
  readonly size: number;
  /** Yields the bytes; each call starts anew. */
  read(): AsyncIterable<Uint8Array>;
}

/** Files up to this size are read once and kept until their submission is let go. */
const keptBytes = 262_144;

/**
 * Reads a source once, for its hash, and makes the file of it. A large one is read again when it is opened, and its
 * stream fails when the content is no longer the same.
 */
export async function readContent(source: ContentSource): Promise<IncomingFile> {
  const kept: Uint8Array[] | undefined = source.size <= keptBytes ? [] : undefined;
  const hash = createHash('sha256');
  for await (const chunk of source.read()) {
    hash.update(chunk);
    kept?.push(chunk);
  }
  const name = lastPart(source.name);
  const sha256 = hash.digest('hex');
  const bytes = kept === undefined ? undefined : Buffer.concat(kept);
  const opened = (): Readable =>
    bytes === undefined ? Readable.from(checked(source, sha256), { objectMode: false }) : Readable.from([bytes], { objectMode: false });
  return { name, mediaType: mediaTypeOf(name), size: source.size, sha256, open: opened };
}

/** A file on disk as a source. Its reading fails with {@link StillChanging} when it is not the file that was listed. */
export function fileSource(file: ListedFile): ContentSource {
  return { name: file.name, size: file.stamp.size, read: () => readFile(file) };
}

/**
 * Opens a listed file, without following a link.
 *
 * @throws StillChanging when it is gone or another
 * @throws FolderProblem AB_FILE_UNREADABLE
 */
export async function openListed(file: ListedFile): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(file.path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if (isGone(error) || (error instanceof Error && 'code' in error && error.code === 'ELOOP')) throw new StillChanging();
    throw new FolderProblem('AB_FILE_UNREADABLE', 'a file of the submission cannot be opened; it stays where it is');
  }
  try {
    await expectUnchanged(handle, file);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @throws StillChanging when the open file is no longer as it was listed */
export async function expectUnchanged(handle: FileHandle, file: ListedFile): Promise<void> {
  if (!isSameFile(stampOf(await handle.stat({ bigint: true })), file.stamp)) throw new StillChanging();
}

async function* readFile(file: ListedFile): AsyncIterable<Uint8Array> {
  const handle = await openListed(file);
  try {
    for (let read = 0; read < file.stamp.size;) {
      const { bytesRead, buffer } = await readSome(handle, Math.min(file.stamp.size - read, 65_536));
      read += bytesRead;
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    await expectUnchanged(handle, file);
  } finally {
    await handle.close();
  }
}

async function readSome(handle: FileHandle, length: number): Promise<{ bytesRead: number; buffer: Uint8Array }> {
  try {
    return await handle.read(Buffer.allocUnsafe(length), 0, length);
  } catch {
    throw new FolderProblem('AB_FILE_UNREADABLE', 'a file of the submission cannot be read to its end; it stays where it is');
  }
}

async function* checked(source: ContentSource, sha256: string): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of source.read()) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest('hex') === sha256) return;
  } catch {
    // Only its kind matters: errors of the file system hold names.
  }
  throw new NotDelivered('AB_FILE_UNREADABLE', 'a file of the submission changed after it was first read');
}
