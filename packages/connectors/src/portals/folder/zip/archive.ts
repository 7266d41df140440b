import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { admitEntry, ArchiveRefusal, archiveState } from '@amtsbote/sdk';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { type ContentSource, expectUnchanged, openListed } from '../content.ts';
import type { ListedFile } from '../listing.ts';
import type { FolderLimits } from '../options.ts';
import { FolderProblem, StillChanging } from '../problem.ts';

const nestedArchive = /\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst|lz|lzma|cab|iso|jar|arj|ace)$/i;
const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };

/**
 * Reads the list of a zip archive. Unpacks nothing, and nothing is ever written anywhere: the entries are sources, and
 * each reading opens the archive again.
 *
 * @throws FolderProblem AB_ZIP_BROKEN | AB_ZIP_UNSAFE | AB_ZIP_BOMB | AB_FILE_UNREADABLE
 * @throws StillChanging
 */
export async function readArchive(file: ListedFile, limits: FolderLimits): Promise<readonly ContentSource[]> {
  return withArchive(file, async (zip, handle) => {
    // An archive may announce more entries than it has; the rules count those that are there.
    const state = archiveState(file.stamp.size);
    const sources: ContentSource[] = [];
    let listed = 0;
    for await (const entry of zip.eachEntry()) {
      listed += listBytes + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
      if (!admitEntry(entry, state, limits)) continue;
      if (nestedArchive.test(entry.fileName)) throw new ArchiveRefusal('unsafe', 'holds another archive');
      sources.push({
        name: entry.fileName,
        size: entry.uncompressedSize,
        read: () => readEntry(file, entry),
      });
    }
    if (listed !== (await bytesOfList(handle, file.stamp.size))) throw new ArchiveRefusal('broken', 'says less than it holds');
    return sources;
  });
}

/** What each entry of the list takes besides its name and its extras. */
const listBytes = 46;

/**
 * How long the list of an archive is, as its end says. An archive that names fewer entries than its list has would hide the others from
 * us, and show them to whoever opens it with another program.
 */
async function bytesOfList(handle: FileHandle, size: number): Promise<number | undefined> {
  const tail = Buffer.alloc(Math.min(size, 22 + 0xffff));
  await handle.read(tail, 0, tail.length, size - tail.length);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === 0x0605_4b50 && tail.readUInt16LE(at + 20) === tail.length - at - 22) return tail.readUInt32LE(at + 12);
  }
  return undefined;
}

async function withArchive<T>(file: ListedFile, use: (zip: ZipFile, handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await openListed(file);
  try {
    const zip = await fromFdPromise(handle.fd, options);
    const result = await use(zip, handle);
    await expectUnchanged(handle, file);
    return result;
  } catch (error) {
    throw zipProblem(error);
  } finally {
    await handle.close();
  }
}

async function* readEntry(file: ListedFile, entry: Entry): AsyncIterable<Uint8Array> {
  const handle = await openListed(file);
  try {
    const zip = await fromFdPromise(handle.fd, options);
    let sum = 0;
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    await expectUnchanged(handle, file);
    if (sum !== entry.crc32) throw new ArchiveRefusal('broken', 'holds a file with a wrong checksum');
  } catch (error) {
    throw zipProblem(error);
  } finally {
    await handle.close();
  }
}

/** The library's messages hold names of files: only their beginnings are looked at, and none is passed on. */
function zipProblem(error: unknown): Error {
  if (error instanceof FolderProblem || error instanceof StillChanging) return error;
  if (error instanceof ArchiveRefusal) return refused(error);
  const message = error instanceof Error ? error.message : '';
  if (/^(absolute path|invalid relative path|invalid characters in fileName)/.test(message)) {
    return new FolderProblem('AB_ZIP_UNSAFE', 'the zip archive has a name that leads elsewhere');
  }
  if (message.startsWith('too many bytes')) {
    return new FolderProblem('AB_ZIP_BOMB', 'the zip archive holds a file that is larger than it says');
  }
  return new FolderProblem('AB_ZIP_BROKEN', 'the zip archive cannot be read');
}

function refused({ kind, message }: ArchiveRefusal): FolderProblem {
  if (kind === 'encrypted') return new FolderProblem('AB_ZIP_UNSAFE', message, 'Ask the portal to send it without a password.');
  const codes = { broken: 'AB_ZIP_BROKEN', unsafe: 'AB_ZIP_UNSAFE', bomb: 'AB_ZIP_BOMB' } as const;
  return new FolderProblem(codes[kind], message);
}
