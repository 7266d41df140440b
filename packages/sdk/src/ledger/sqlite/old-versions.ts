import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
    if (versionOf(partial) !== version) return;
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
    (entry) => entry.startsWith(`${name}.v`) && /^\d+$/.test(entry.slice(name.length + 2)),
  );
  for (const copy of copies) await rm(join(dirname(file), copy), { force: true });
  return copies.length;
}

function versionOf(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(database.prepare('pragma user_version').get()?.['user_version']);
  } finally {
    database.close();
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
