import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { admitEntry, ArchiveRefusal, archiveState } from '../../../zip/entry-rules.ts';
import { type ImportSource, isWanted, type SourceFile, sourceFault } from './source-file.ts';

const limits = { entries: 50_000, totalBytes: 500_000_000, ratio: 300 };
const options = { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true };

/**
 * Reads a zip archive into memory, as far as its files are wanted. Nothing is written anywhere; names that lead elsewhere, links,
 * encrypted files and bombs are refused.
 *
 * Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID).
 */
export async function unzip(file: string): Promise<ImportSource> {
  const { fromBufferPromise } = await import('yauzl');
  const bytes = await readFile(file);
  try {
    const zip = await fromBufferPromise(bytes, options);
    return await readEntries(zip, bytes.length);
  } catch (error) {
    throw sourceFault(refusalOf(error), file);
  }
}

async function readEntries(zip: ZipFile, archiveBytes: number): Promise<ImportSource> {
  const state = archiveState(archiveBytes);
  const files: SourceFile[] = [];
  const leftOut: string[] = [];
  for await (const entry of zip.eachEntry()) {
    if (!admitEntry(entry, state, limits)) continue;
    if (isWanted(entry.fileName)) files.push({ path: entry.fileName, bytes: await contentOf(zip, entry) });
    else leftOut.push(entry.fileName);
  }
  return { files, leftOut };
}

async function contentOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of stream as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) === entry.crc32) return bytes;
  throw new ArchiveRefusal('broken', 'holds a file with a wrong checksum');
}

/** The library's messages hold names of files: only their beginnings are looked at, and none is passed on. */
function refusalOf(error: unknown): string {
  if (error instanceof ArchiveRefusal) return error.message;
  const message = error instanceof Error ? error.message : '';
  if (/^(absolute path|invalid relative path|invalid characters in fileName)/.test(message)) {
    return 'the zip archive has a name that leads elsewhere';
  }
  if (message.startsWith('too many bytes')) return 'the zip archive holds a file that is larger than it says';
  return 'the zip archive cannot be read';
}
