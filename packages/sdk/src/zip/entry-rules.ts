/** The facts of a zip entry that rules look at; a structural part of yauzl's `Entry`. */
export interface EntryLike {
  readonly fileName: string;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly compressionMethod: number;
  readonly externalFileAttributes: number;
  isEncrypted(): boolean;
}

/** What an archive may hold at most. */
export interface ArchiveLimits {
  /** Files. */
  readonly entries: number;
  /** Bytes of all files together, unpacked. */
  readonly totalBytes: number;
  /** How many times its packed size a file, or all together, may be. */
  readonly ratio: number;
}

/** What was seen of an archive so far. */
export interface ArchiveState {
  readonly archiveBytes: number;
  /** Names of files, as a file system without case would compare them. */
  readonly files: Set<string>;
  readonly folders: Set<string>;
  unpackedBytes: number;
}

/** Why an archive is refused. Its message has no name of a file. */
export class ArchiveRefusal extends Error {
  readonly kind: 'broken' | 'unsafe' | 'bomb' | 'encrypted';

  constructor(kind: ArchiveRefusal['kind'], what: string) {
    super(`the zip archive ${what}`);
    this.name = 'ArchiveRefusal';
    this.kind = kind;
  }
}

/** Small things pack well without being a bomb. */
const ratioFloorBytes = 1_000_000;

/** Starts the state of one archive. */
export function archiveState(archiveBytes: number): ArchiveState {
  return { archiveBytes, files: new Set(), folders: new Set(), unpackedBytes: 0 };
}

/**
 * Checks one entry by what the archive says of it, before any byte is unpacked, and takes it into the state. Returns whether the
 * entry is a file; folders count for names only.
 *
 * Throws {@link ArchiveRefusal}.
 */
export function admitEntry(entry: EntryLike, state: ArchiveState, limits: ArchiveLimits): boolean {
  const folder = entry.fileName.endsWith('/');
  admitName(folder ? entry.fileName.slice(0, -1) : entry.fileName, folder, state);
  admitType(entry, folder);
  if (state.folders.size > limits.entries * 8) throw new ArchiveRefusal('bomb', 'holds too many folders');
  if (folder) return false;
  admitSize(entry, state, limits);
  return true;
}

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
  if (entry.isEncrypted()) throw new ArchiveRefusal('encrypted', 'is encrypted');
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw new ArchiveRefusal('broken', `uses compression method ${entry.compressionMethod}, which is not read`);
  }
}

function admitSize(entry: EntryLike, state: ArchiveState, limits: ArchiveLimits): void {
  state.unpackedBytes += entry.uncompressedSize;
  if (state.files.size > limits.entries) throw bomb(`holds more than ${limits.entries} files`);
  if (state.unpackedBytes > limits.totalBytes) throw bomb(`unpacks to more than ${limits.totalBytes} bytes`);
  const tooDense =
    isTooDense(entry.uncompressedSize, entry.compressedSize, limits) || isTooDense(state.unpackedBytes, state.archiveBytes, limits);
  if (tooDense) throw bomb(`unpacks to more than ${limits.ratio} times its size`);
}

function isTooDense(unpacked: number, packed: number, { ratio }: ArchiveLimits): boolean {
  return unpacked > ratioFloorBytes && unpacked > packed * ratio;
}

function unsafe(what: string): ArchiveRefusal {
  return new ArchiveRefusal('unsafe', what);
}

function bomb(what: string): ArchiveRefusal {
  return new ArchiveRefusal('bomb', what);
}
