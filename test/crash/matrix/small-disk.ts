import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A run begins only where more than 50 MB are free. */
const megabytes = 64;

/** A small file system of its own, which can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes free. */
  fillUpTo(freeBytes: number): Promise<void>;
  /** Gives the room back. */
  empty(): Promise<void>;
  remove(): Promise<void>;
}

function isFull(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOSPC') throw error;
}

/** Mounts one; undefined where none can be mounted: elsewhere than on Linux, and without the rights of root. */
export async function mountSmallDisk(): Promise<SmallDisk | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'amtsbote-small-'));
  const mounting = run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  if (!(await mounting.then(() => true).catch(() => false))) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fillUpTo: async (freeBytes) => {
      const { bavail, bsize } = await statfs(folder);
      // The run writes, too: where that takes the room first, it is full as well.
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - freeBytes))).catch(isFull);
    },
    empty: () => rm(ballast, { force: true }),
    remove: async () => {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true });
    },
  };
}
