import { closeSync, existsSync, fsync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const flush = promisify(fsync);

/** What is written at the same time. */
let written: Written[] = [];

interface Written {
  readonly path: string;
  readonly temporary: string;
  readonly file: number;
  readonly ends: PromiseWithResolvers<void>;
}

/**
 * Writes a private file whole or not at all, durable when it returns; one that is so already stays untouched.
 *
 * Files written at the same time are first all written, then flushed side by side, then all given their names: a file system that is
 * flushing lets nothing be made or renamed meanwhile. Only the wait for the disk is asynchronous: queueing the other calls would take
 * longer than they do.
 */
export async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeFileSync(file, content);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  const ends = Promise.withResolvers<void>();
  written.push({ path, temporary, file, ends });
  if (written.length === 1) setImmediate(() => void finish());
  await ends.promise;
}

async function finish(): Promise<void> {
  const together = written;
  written = [];
  const flushed = await Promise.allSettled(together.map(({ file }) => flush(file)));
  for (const [index, { path, temporary, file, ends }] of together.entries()) {
    try {
      closeSync(file);
      const end = flushed[index];
      if (end?.status === 'rejected') throw end.reason as Error;
      renameSync(temporary, path);
      ends.resolve();
    } catch (error) {
      ends.reject(error);
    }
  }
}
