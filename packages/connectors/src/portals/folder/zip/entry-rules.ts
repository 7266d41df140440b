import type { FolderLimits } from '../options.ts';
import { FolderProblem } from '../problem.ts';

/** The facts of a zip entry that rules look at; a structural part of yauzl's `Entry`. */
export interface EntryLike {
  readonly fileName: string;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly compressionMethod: number;
  readonly externalFileAttributes: number;
  isEncrypted(): boolean;
}

/** What was seen of an archive so far. */
export interface ArchiveState {
  readonly archiveBytes: number;
  /** Names of files, as {@link nameKey}. */
  readonly files: Set<string>;
  readonly folders: Set<string>;
  unpackedBytes: number;
}

/** Small things pack well without being a bomb. */
const ratioFloorBytes = 1_000_000;
const nestedArchive = /\.(zip|7z|rar|tar|gz|tgz|bz2|xz|zst|lz|lzma|cab|iso|jar|arj|ace)$/i;

/** Starts the state of one archive. */
export function archiveState(archiveBytes: number): ArchiveState {
  return { archiveBytes, files: new Set(), folders: new Set(), unpackedBytes: 0 };
}

/**
 * Checks one entry by what the archive says of it, before any byte is unpacked, and takes it into the state.
 *
 * @returns whether the entry is a file; folders count for names only
 * @throws FolderProblem AB_ZIP_UNSAFE | AB_ZIP_BOMB | AB_ZIP_BROKEN
 */
export function admitEntry(entry: EntryLike, state: ArchiveState, limits: FolderLimits): boolean {
  const folder = entry.fileName.endsWith('/');
  admitName(folder ? entry.fileName.slice(0, -1) : entry.fileName, folder, state);
  admitType(entry, folder);
  if (folder) return false;
  if (nestedArchive.test(entry.fileName)) throw unsafe('holds another archive');
  admitSize(entry, state, limits);
  return true;
}

/** A name as a file system without case would compare it. */
function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function admitName(name: string, folder: boolean, { files, folders }: ArchiveState): void {
  const parts = name.split('/');
  if (/[\\\u0000-\u001f\u007f]/.test(name)) throw unsafe('has a name with a backslash or a control character');
  if (/^[A-Za-z]:/.test(name) || name.startsWith('/')) throw unsafe('has an absolute name');
  if (parts.some((part) => part === '..' || part === '.')) throw unsafe('has a name that leads elsewhere');
  if (parts.includes('')) throw unsafe('has an empty name');
  const key = nameKey(name);
  const parents = parts.slice(1).map((_, index) => nameKey(parts.slice(0, index + 1).join('/')));
  if (files.has(key) || (!folder && folders.has(key)) || parents.some((parent) => files.has(parent))) {
    throw unsafe('has the same name twice');
  }
  for (const parent of parents) folders.add(parent);
  (folder ? folders : files).add(key);
}

function admitType(entry: EntryLike, folder: boolean): void {
  const type = (entry.externalFileAttributes >>> 16) & 0o170000;
  const expected = folder ? 0o040000 : 0o100000;
  if (type !== 0 && type !== expected) throw unsafe('has an entry that is no file, such as a link');
  if (folder && entry.uncompressedSize > 0) throw unsafe('has a folder with content');
  if (entry.isEncrypted()) {
    throw new FolderProblem('AB_ZIP_UNSAFE', 'the zip archive is encrypted', 'Ask the portal to send it without a password.');
  }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw new FolderProblem('AB_ZIP_BROKEN', `the zip archive uses compression method ${entry.compressionMethod}, which is not read`);
  }
}

function admitSize(entry: EntryLike, state: ArchiveState, limits: FolderLimits): void {
  state.unpackedBytes += entry.uncompressedSize;
  if (state.files.size > limits.entries) throw bomb(`holds more than ${limits.entries} files`);
  if (state.unpackedBytes > limits.totalBytes) throw bomb(`unpacks to more than ${limits.totalBytes} bytes`);
  const tooDense =
    isTooDense(entry.uncompressedSize, entry.compressedSize, limits) || isTooDense(state.unpackedBytes, state.archiveBytes, limits);
  if (tooDense) throw bomb(`unpacks to more than ${limits.ratio} times its size`);
}

function isTooDense(unpacked: number, packed: number, { ratio }: FolderLimits): boolean {
  return unpacked > ratioFloorBytes && unpacked > packed * ratio;
}

function unsafe(what: string): FolderProblem {
  return new FolderProblem('AB_ZIP_UNSAFE', `the zip archive ${what}`);
}

function bomb(what: string): FolderProblem {
  return new FolderProblem('AB_ZIP_BOMB', `the zip archive ${what}`);
}
