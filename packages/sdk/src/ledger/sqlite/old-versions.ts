import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { copyDatabase } from './copy-database.ts';

/**
 * Copies a ledger that is about to be migrated, beside it and named by its version: what an Amtsbote of before can open, should the new
 * one have to be taken back. Another process may be migrating at the same time; then there is nothing to copy any more.
 */
export async function keepOldVersion(file: string, version: number): Promise<void> {
  const partial = `${file}.v${version}.${process.pid}.part`;
  try {
    await (await open(partial, 'w', 0o600)).close();
    await copyDatabase(file, partial);
    if ((await versionOf(partial)) !== version) return;
    await syncFile(partial);
    await rename(partial, `${file}.v${version}`);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Removes the copies of {@link keepOldVersion}: a run went well with the new version. Returns how many there were. */
export async function dropOldVersions(file: string): Promise<number> {
  const name = basename(file);
  const copies = (await readdir(dirname(file))).filter(
    (entry) => entry.startsWith(`${name}.v`) && /^\d+(-wal|-shm)?$/.test(entry.slice(name.length + 2)),
  );
  for (const copy of copies) await rm(join(dirname(file), copy), { force: true });
  return copies.length;
}

/** From the header of the file: opening it would leave files beside it. */
async function versionOf(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 60);
    return buffer.readUInt32BE(0);
  } finally {
    await handle.close();
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
