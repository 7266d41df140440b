import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteLedger } from '../sql/sql-ledger.ts';
import { untilBusy } from './busy.ts';

async function ledgerFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-busy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'ledger.sqlite');
  await (await openSqliteLedger(file, key)).close();
  return file;
}

/** Holds the write lock, as a process does that is stopped in the middle of a transaction. */
function holdWriteLock(file: string): void {
  const holder = new DatabaseSync(file);
  holder.exec('begin immediate');
  onTestFinished(() => holder.close());
}

const key = randomBytes(32);

test('a write that another process keeps from happening is a busy ledger, not a defect', async () => {
  const file = await ledgerFile();
  holdWriteLock(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  onTestFinished(() => database.close());
  expect(() => untilBusy(() => database.exec('begin immediate'))).toThrowError(expect.objectContaining({ code: 'AB_LEDGER_BUSY' }));
});

test('other errors of SQLite stay what they are', async () => {
  const database = new DatabaseSync(':memory:');
  onTestFinished(() => database.close());
  expect(() => untilBusy(() => database.exec('nonsense'))).toThrowError(expect.objectContaining({ code: 'ERR_SQLITE_ERROR' }));
});

test('a ledger opens for reading at once while another process is in the middle of a write', async () => {
  const file = await ledgerFile();
  holdWriteLock(file);
  const started = performance.now();
  const ledger = await openSqliteLedger(file, key);
  onTestFinished(() => ledger.close());
  expect(await ledger.views.list({})).toEqual([]);
  expect(performance.now() - started).toBeLessThan(3000);
});
