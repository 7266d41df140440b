import { isUtf8 } from 'node:buffer';
import { type BigIntStats, type Dirent, lstatSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderProblem } from './problem.ts';

/** A regular file as it was when it was looked at. */
export interface ListedFile {
  readonly path: string;
  /** Relative to the listed folder, with `/`. */
  readonly name: string;
  readonly stamp: FileStamp;
}

/** Tells whether a file is still the same one, with the same content. */
export interface FileStamp {
  readonly size: number;
  readonly modifiedNs: bigint;
  readonly inode: bigint;
  /** When content or metadata changed last, in milliseconds since 1970. */
  readonly changedMs: number;
}

/** What a hot folder holds. */
export interface FolderListing {
  readonly files: readonly ListedFile[];
  /** Subfolders by name. */
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  /** Links, pipes and the like: never followed, never opened. */
  readonly ignored: number;
  /** Files whose names are not UTF-8 and cannot be told as text: what tells each of them apart. */
  readonly misnamed: readonly string[];
}

const temporary = /^(\.|~\$)|\.(part|tmp|crdownload|filepart|partial)$/i;
/** Inside a subfolder: the submission is complete. */
export const doneMarker = '.done';

const systemFiles = new Set(['thumbs.db', 'desktop.ini']);
const atOnce = 64;
/** What Node.js puts in the place of bytes that are not UTF-8. */
const replacement = '\ufffd';

/** Lists one folder: one `readdir`, one `lstat` each. Hidden and temporary names are left out. */
export async function listFolder(path: string): Promise<FolderListing> {
  const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !isTemporary(name));
  const listed: (ListedFile | undefined)[] = [];
  for (let first = 0; first < entries.length; first += atOnce) {
    const some = entries.slice(first, first + atOnce).filter((entry) => !entry.isDirectory());
    listed.push(...(await Promise.all(some.map((entry) => listFile(path, entry)))));
  }
  const files = listed.filter((file) => file !== undefined);
  const misnamed = entries.some(({ name }) => name.includes(replacement)) ? await listMisnamed(path) : [];
  return {
    files,
    folders: entries.filter((entry) => entry.isDirectory()).map(({ name }) => ({ name, path: join(path, name) })),
    ignored: listed.length - files.length - misnamed.length,
    misnamed,
  };
}

/** Regular files whose names are not UTF-8: by bytes of the name, size, time and inode. */
async function listMisnamed(path: string): Promise<readonly string[]> {
  const names = (await readdir(path, { encoding: 'buffer' })).filter((name) => !isUtf8(name) && !isTemporary(name.toString('latin1')));
  const told = names.map(async (name) => {
    const stats = await lstat(Buffer.concat([Buffer.from(join(path, '/')), name]), { bigint: true });
    const { size, modifiedNs, inode } = stampOf(stats);
    return stats.isFile() ? [`${name.toString('hex')}/${size}/${modifiedNs}/${inode}`] : [];
  });
  return (await Promise.all(told)).flat();
}

/**
 * Lists the files of a submission's folder and the folders in it, at most `most` files and 8 folders deep.
 *
 * @throws FolderProblem AB_FILE_NAME when one of them cannot be named: without it the submission would not be whole
 */
export async function listTree(path: string, most: number): Promise<readonly ListedFile[]> {
  const found: ListedFile[] = [];
  const visit = async (folder: string, prefix: string, depth: number): Promise<void> => {
    const { files, folders, misnamed } = await listFolder(folder);
    if (misnamed.length > 0)
      throw new FolderProblem('AB_FILE_NAME', 'a file in the subfolder has a name that is not UTF-8; all of it stays');
    found.push(...files.map((file) => ({ ...file, name: prefix + file.name })));
    if (depth === 0) return;
    for (const child of folders) {
      if (found.length > most) return;
      await visit(child.path, `${prefix}${child.name}/`, depth - 1);
    }
  };
  await visit(path, '', 8);
  return found;
}

/** The stamp of a file now; undefined when it is gone or no longer a regular file. */
export async function currentStamp(path: string): Promise<FileStamp | undefined> {
  try {
    const stats = await lstat(path, { bigint: true });
    return stats.isFile() ? stampOf(stats) : undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** What {@link currentStamp} tells, without waiting for it: where waiting takes longer than looking. */
export function stampNow(path: string): FileStamp | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() === true ? stampOf(stats) : undefined;
}

/** The stamp in the facts of a file. */
export function stampOf(stats: BigIntStats): FileStamp {
  return {
    size: Number(stats.size),
    modifiedNs: stats.mtimeNs,
    inode: stats.ino,
    changedMs: Number(stats.mtimeMs > stats.ctimeMs ? stats.mtimeMs : stats.ctimeMs),
  };
}

/** True when both stamps are of the same file with the same content. */
export function isSameFile(one: FileStamp | undefined, other: FileStamp | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.size === other.size && one.modifiedNs === other.modifiedNs && one.inode === other.inode;
}

/** True for the error of a path that does not exist. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function isTemporary(name: string): boolean {
  return (name !== doneMarker && temporary.test(name)) || systemFiles.has(name.toLowerCase());
}

async function listFile(folder: string, entry: Dirent): Promise<ListedFile | undefined> {
  const path = join(folder, entry.name);
  const stamp = await currentStamp(path);
  return stamp === undefined ? undefined : { path, name: entry.name, stamp };
}
