import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { MemoryPortal } from '@amtsbote/sdk/testing';
import { openSqliteLedger } from '../../packages/sdk/src/ledger/sql/sql-ledger.ts';
import { SeededRandom } from '../support/seeded-random.ts';

/** What power cuts leave lies on boundaries of sectors. */
const sectorBytes = 512;
const submissions = 40;

/** What the cuts came to. */
export interface CutCount {
  readonly cuts: number;
  /** Ledgers that did not open, or were not whole. */
  readonly broken: number;
  /** Submissions that had been acknowledged before the last fsync in front of a cut, and are gone. */
  readonly lost: number;
}

/** A ledger as it was written, and how long its WAL was when each submission was acknowledged. */
interface Written {
  readonly folder: string;
  readonly file: string;
  readonly key: Buffer;
  readonly acknowledged: readonly { readonly id: string; readonly walBytes: number }[];
}

/**
 * Writes a ledger, and then, over and over, cuts its WAL at a random boundary of a sector, as a power cut does behind the last fsync;
 * what stands behind the cut is gone or something else. Everything acknowledged in front of it must be there.
 */
export async function cutWal(cuts: number, seed: number): Promise<CutCount> {
  const random = new SeededRandom(seed);
  const written = await writeLedger();
  const count = { cuts, broken: 0, lost: 0 };
  try {
    for (let cut = 0; cut < cuts; cut += 1) await cutOnce(written, random, count);
    return count;
  } finally {
    await rm(written.folder, { recursive: true });
  }
}

async function writeLedger(): Promise<Written> {
  const folder = await mkdtemp(join(tmpdir(), 'amtsbote-wal-'));
  const file = join(folder, 'ledger.sqlite');
  const key = randomBytes(32);
  const ledger = await openSqliteLedger(file, key);
  const acknowledged: { id: string; walBytes: number }[] = [];
  const portal = new MemoryPortal();
  for (let number = 0; number < submissions; number += 1) portal.put({ message: `<antrag>${number}${'x'.repeat(number * 97)}</antrag>` });
  for await (const incoming of portal.receive()) {
    const { id } = await ledger.intake.store('portal', incoming, { now: Date.now() });
    acknowledged.push({ id, walBytes: (await stat(`${file}-wal`)).size });
  }
  await copyFile(file, `${file}.kept`);
  await copyFile(`${file}-wal`, `${file}.kept-wal`);
  await ledger.close();
  return { folder, file: `${file}.kept`, key, acknowledged };
}

async function cutOnce(
  { folder, file, key, acknowledged }: Written,
  random: SeededRandom,
  count: { broken: number; lost: number },
): Promise<void> {
  const bytes = (await stat(`${file}-wal`)).size;
  const cut = random.below(Math.floor(bytes / sectorBytes) + 1) * sectorBytes;
  const copy = join(folder, 'cut.sqlite');
  await copyFile(file, copy);
  await copyFile(`${file}-wal`, `${copy}-wal`);
  await spoilBehind(`${copy}-wal`, { cut, bytes, random });
  const durable = acknowledged.filter(({ walBytes }) => walBytes <= cut).map(({ id }) => id);
  try {
    const held = await submissionsOf(copy, key);
    count.lost += durable.filter((id) => !held.has(id)).length;
  } catch {
    count.broken += 1;
  } finally {
    for (const suffix of ['', '-wal', '-shm']) await rm(copy + suffix, { force: true });
  }
}

/** The file ends at the cut, or goes on with zeros, or with what the disk held before. */
async function spoilBehind(wal: string, { cut, bytes, random }: { cut: number; bytes: number; random: SeededRandom }): Promise<void> {
  const handle = await open(wal, 'r+');
  try {
    const rest = bytes - cut;
    const how = random.below(3);
    if (how === 0) await handle.truncate(cut);
    else if (rest > 0) await handle.write(how === 1 ? Buffer.alloc(rest) : noise(rest, random), 0, rest, cut);
  } finally {
    await handle.close();
  }
}

function noise(length: number, random: SeededRandom): Buffer {
  const seed = createHash('sha256').update(String(random.next())).digest();
  return Buffer.alloc(length, seed);
}

/** Opens the ledger as after a restart, and looks whether it is whole: the file, and the history. */
async function submissionsOf(file: string, key: Buffer): Promise<ReadonlySet<string>> {
  const ledger = await openSqliteLedger(file, key);
  try {
    const { ok } = await ledger.audit.verify();
    const list = await ledger.views.list({ limit: submissions + 1 });
    const [first] = list;
    if (first !== undefined) await (await ledger.intake.open(first.id)).message?.bytes();
    if (!ok || integrityOf(file) !== 'ok') throw new Error('the ledger is not whole');
    return new Set(list.map(({ id }) => id));
  } finally {
    await ledger.close();
  }
}

function integrityOf(file: string): unknown {
  const database = new DatabaseSync(file);
  try {
    return database.prepare('pragma integrity_check').get()?.['integrity_check'];
  } finally {
    database.close();
  }
}
