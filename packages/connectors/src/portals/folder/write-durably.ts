import { closeSync, existsSync, fsync, open, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const openFile = promisify(open);
const flush = promisify(fsync);

/** What is to be written at the same time. */
let waiting: Waiting[] = [];

interface Waiting {
  readonly path: string;
  readonly content: Uint8Array;
  readonly ends: PromiseWithResolvers<void>;
}

/** Writes a file at once and durably, mode 0600, under its name only when it is whole. What is there with this content stays as it is. */
export async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  const ends = Promise.withResolvers<void>();
  waiting.push({ path, content, ends });
  if (waiting.length === 1) setImmediate(() => void writeAll());
  await ends.promise;
}

/**
 * Files written at the same time are first all made, then written and flushed side by side, then all given their names: a file system that
 * is flushing lets nothing be made or renamed meanwhile. Asynchronous is what may take long: the wait for the disk, and making a file where
 * many were just removed, for which ext4 passes over each of them. Queueing the other calls would take longer than they do.
 */
async function writeAll(): Promise<void> {
  const together = waiting.map((one) => ({ ...one, temporary: `${one.path}.${process.pid}.tmp` }));
  waiting = [];
  const made = await Promise.allSettled(together.map(({ temporary }) => openFile(temporary, 'w', 0o600)));
  const flushed = await Promise.allSettled(together.map(({ content }, index) => writeAndFlush(made[index], content)));
  for (const [index, { path, temporary, ends }] of together.entries()) {
    try {
      const file = made[index];
      if (file?.status === 'fulfilled') closeSync(file.value);
      const end = flushed[index];
      if (end?.status === 'rejected') throw end.reason as Error;
      renameSync(temporary, path);
      ends.resolve();
    } catch (error) {
      ends.reject(error);
    }
  }
}

async function writeAndFlush(made: PromiseSettledResult<number> | undefined, content: Uint8Array): Promise<void> {
  if (made?.status !== 'fulfilled') throw made?.reason as Error;
  writeFileSync(made.value, content);
  await flush(made.value);
}
