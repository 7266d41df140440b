import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { currentStamp, type FileStamp, isGone, isSameFile, type ListedFile } from './listing.ts';

/** What is to be removed, as it was when it was read. */
export interface Originals {
  readonly files: readonly ListedFile[];
  /** The subfolder of the submission and those in it, removed when they are empty. */
  readonly folders: readonly string[];
}

/** The plan of a removal of several files, beside them: hidden, so that it is never read as a submission. */
const planPrefix = '.amtsbote-entfernen-';

/**
 * Removes originals that are unchanged since they were read. A removal of several files is planned on disk first, so
 * that what a crash leaves behind is never read as another, smaller submission. Repeating it has no further effect.
 *
 * @returns false when something had changed: then nothing was removed
 */
export async function removeOriginals(folder: string, { files, folders }: Originals): Promise<boolean> {
  const present: ListedFile[] = [];
  for (const file of files) {
    const stamp = await currentStamp(file.path);
    if (stamp === undefined) continue;
    if (!isSameFile(stamp, file.stamp)) return false;
    present.push(file);
  }
  if (present.length + folders.length <= 1) {
    for (const file of present) await removeFile(file.path);
    return true;
  }
  const plan = await writePlan(folder, { files: present, folders });
  await carryOut({ files: present, folders });
  await removeFile(plan);
  return true;
}

/** Ends removals that a crash interrupted. */
export async function finishRemovals(folder: string): Promise<void> {
  for (const name of await pendingRemovals(folder)) {
    const plan = join(folder, name);
    const originals = parsePlan(folder, await readFile(plan, 'utf8'));
    if (originals !== undefined) await carryOut(originals);
    await removeFile(plan);
  }
}

/** The removals that are planned and not done. */
export async function pendingRemovals(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith(planPrefix) && name.endsWith('.json'));
}

interface PlannedFile {
  readonly name: string;
  readonly size: number;
  readonly modifiedNs: string;
  readonly inode: string;
}

async function writePlan(folder: string, { files, folders }: Originals): Promise<string> {
  const plan = join(folder, `${planPrefix}${randomUUID()}.json`);
  const planned = files.map(({ path, stamp }): PlannedFile => {
    const { size, modifiedNs, inode } = stamp;
    return { name: relative(folder, path), size, modifiedNs: String(modifiedNs), inode: String(inode) };
  });
  const text = JSON.stringify({ files: planned, folders: folders.map((path) => relative(folder, path)) });
  const handle = await open(`${plan}.tmp`, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${plan}.tmp`, plan);
  return plan;
}

/** A plan that is no plan of ours, or that names something outside the folder, is not carried out. */
function parsePlan(folder: string, text: string): Originals | undefined {
  try {
    const plan = JSON.parse(text) as { files: PlannedFile[]; folders: string[] };
    const inside = (name: string): string => {
      const path = join(folder, name);
      if (relative(folder, path).startsWith('..') || path === folder) throw new Error('outside');
      return path;
    };
    const files = plan.files.map(({ name, size, modifiedNs, inode }): ListedFile => {
      const stamp: FileStamp = { size, modifiedNs: BigInt(modifiedNs), inode: BigInt(inode), changedMs: 0 };
      return { path: inside(name), name, stamp };
    });
    return { files, folders: plan.folders.map(inside) };
  } catch {
    return undefined;
  }
}

async function carryOut({ files, folders }: Originals): Promise<void> {
  for (const { path, stamp } of files) {
    if (isSameFile(await currentStamp(path), stamp)) await removeFile(path);
  }
  const all = new Set(folders);
  for (const { path } of files) {
    for (let folder = dirname(path); isBelow(folder, folders); folder = dirname(folder)) all.add(folder);
  }
  for (const path of [...all].sort((a, b) => b.length - a.length)) await removeEmptyFolder(path);
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder + sep));
}

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** A folder that is not empty got something new: it stays, and is read as what it is then. */
async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (isGone(error)) return;
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST')) return;
    throw error;
  }
}
