import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Checkpoint, ExportedEvent } from '../audit.ts';
import type { Ledger } from '../contract.ts';
import { incoming } from './ledger.test-support.ts';
import { openSqliteLedger } from './sql-ledger.ts';

const key = randomBytes(32);
const delivery = { route: 'r', target: 't', recordType: 'dog', record: { name: 'Rex' }, mappingVersion: '1' };
let folder: string;
let file: string;
let ledger: Ledger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  file = join(folder, 'ledger.sqlite');
  ledger = await openSqliteLedger(file, key);
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

/** A run that takes in submissions and delivers them, and leaves a checkpoint. */
async function run(number: number, submissions: number): Promise<void> {
  await ledger.runs.begin(number);
  for (let one = 0; one < submissions; one++) {
    const { id } = await ledger.intake.store('p', incoming(`${number}-${one}`), { now: number });
    await ledger.intake.plan([{ id, plan: { outcome: 'routed', deliveries: [delivery] } }], number);
    const claim = await ledger.deliveries.claim({ now: number, targets: ['t'] });
    await ledger.deliveries.change({ key: claim!.key, fence: claim!.fence, to: 'committing', now: number });
    await ledger.deliveries.change({ key: claim!.key, fence: claim!.fence, to: 'delivered', now: number, reference: 'R' });
  }
  await ledger.runs.end(number);
}

/** Changes the file as someone with the database, but without the key, would. */
function tamper(path: string, change: string): void {
  const database = new DatabaseSync(path);
  for (const trigger of ['events_keep', 'events_stay', 'checkpoints_keep', 'checkpoints_stay']) database.exec(`drop trigger ${trigger}`);
  database.exec('pragma foreign_keys = off');
  database.exec(change);
  database.close();
}

test('an untouched history verifies, and says what no checkpoint seals yet', async () => {
  await run(1, 3);
  await run(2, 2);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 25, submissions: 5, checkpoints: 2, unsealed: 0, unhashed: 0 });
  await ledger.intake.store('p', incoming('late'), { now: 3 });
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 26, unsealed: 1 });
});

test('a run without events leaves no checkpoint', async () => {
  await run(1, 1);
  await run(2, 0);
  expect(await ledger.audit.newest()).toMatchObject({ number: 1, events: 5 });
});

test('two processes append to the same submission, and the chain holds', async () => {
  const { id } = await ledger.intake.store('p', incoming('1'), { now: 1 });
  const other = await openSqliteLedger(file, key);
  for (let turn = 0; turn < 5; turn++) {
    await ledger.intake.store('p', incoming('1'), { now: 2 });
    await other.intake.store('p', incoming('1'), { now: 2 });
  }
  await other.close();
  expect((await ledger.views.show(id)).events).toHaveLength(11);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 11 });
});

test('a write that is taken back leaves no gap in the chain', async () => {
  const { id } = await ledger.intake.store('p', incoming('1'), { now: 1 });
  await ledger.intake.plan([{ id, plan: { outcome: 'routed', deliveries: [delivery] } }], 1);
  const claim = await ledger.deliveries.claim({ now: 1, targets: ['t'] });
  const wrong = { key: claim!.key, to: 'delivered', now: 2 } as const;
  const good = { key: claim!.key, to: 'committing', now: 2 } as const;
  await Promise.allSettled([
    ledger.intake.store('p', incoming('1'), { now: 2 }),
    ledger.deliveries.change(wrong),
    ledger.deliveries.change(good),
  ]);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 5 });
});

test('the export holds every event in order, and the newest checkpoint', async () => {
  await run(1, 2);
  const events: ExportedEvent[] = [];
  for await (const event of ledger.audit.export()) events.push(event);
  expect(events.map(({ type, position }) => [type, position]).slice(0, 5)).toEqual([
    ['received', 1],
    ['ready', 2],
    ['attempting', 3],
    ['committing', 4],
    ['delivered', 5],
  ]);
  expect(await ledger.audit.newest()).toMatchObject({ number: 1, lastEvent: events.at(-1)?.number, events: 10 });
});

test.each([
  ['a changed event', `update events set detail = '{}' where id = 9`, 'event-changed'],
  ['a changed hash', `update events set hash = '${'0'.repeat(64)}' where id = 9`, 'event-changed'],
  ['a removed hash', `update events set hash = null where id = 9`, 'event-changed'],
  ['a removed event', 'delete from events where id = 8', 'event-missing'],
  ['a removed submission', 'delete from events where submission_id = (select submission_id from events where id = 1)', 'checkpoint-broken'],
  ['a removed checkpoint', 'delete from checkpoints where id = 1', 'checkpoint-missing'],
  ['a changed checkpoint', 'update checkpoints set events = events + 1 where id = 1', 'checkpoint-broken'],
  [
    'two events that changed places',
    'update events set position = -1 where id = 8; update events set position = 3 where id = 9; update events set position = 4 where id = 8',
    'event-missing',
  ],
])('%s is found', async (...[, change, kind]) => {
  await run(1, 3);
  await run(2, 3);
  tamper(file, change);
  const result = await ledger.audit.verify();
  expect(result.ok).toBe(false);
  expect(result.faults.map((fault) => fault.kind)).toContain(kind);
});

test('an end that was cut off is found against a checkpoint kept elsewhere, and only so', async () => {
  await run(1, 2);
  await run(2, 2);
  const kept = await ledger.audit.newest();
  tamper(file, 'delete from events where id > 10; delete from checkpoints where id > 1');
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
  expect(await ledger.audit.verify(kept)).toMatchObject({ ok: false, faults: [{ kind: 'end-missing', checkpoint: 2 }] });
});

test('every random manipulation of events, checkpoints and tails is found', { timeout: 60_000 }, async () => {
  await run(1, 4);
  await run(2, 4);
  await run(3, 4);
  const kept = (await ledger.audit.newest()) as Checkpoint;
  const column = fc.constantFrom('submission_id', 'delivery_key', 'at', 'type', 'detail', 'hash', 'position');
  const change = fc.oneof(
    fc
      .record({ id: fc.integer({ min: 1, max: 60 }), column })
      .map(({ id, column: name }) => `update events set ${name} = coalesce(${name}, '') || '9' where id = ${id}`),
    fc.integer({ min: 1, max: 60 }).map((id) => `delete from events where id = ${id}`),
    fc.integer({ min: 1, max: 59 }).map((id) => `delete from events where id > ${id}; delete from checkpoints where last_event > ${id}`),
    fc.integer({ min: 1, max: 3 }).map((id) => `delete from checkpoints where id = ${id}`),
    fc.constantFrom('at', 'last_event', 'events', 'hash').map((name) => `update checkpoints set ${name} = ${name} || '1' where id = 2`),
    fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
      .filter(([one, other]) => one !== other)
      .map(
        ([one, other]) =>
          `update events set id = -1 where id = ${one}; update events set id = ${one} where id = ${other}; update events set id = ${other} where id = -1`,
      ),
  );
  let tried = 0;
  const property = fc.asyncProperty(change, async (sql) => {
    const copy = join(folder, `copy-${tried}.sqlite`);
    tried += 1;
    const source = new DatabaseSync(file);
    source.exec('pragma wal_checkpoint(truncate)');
    source.close();
    await copyFile(file, copy);
    tamper(copy, sql);
    const changed = await openSqliteLedger(copy, key);
    try {
      expect({ sql, ok: (await changed.audit.verify(kept)).ok }).toEqual({ sql, ok: false });
    } finally {
      await changed.close();
      await rm(copy);
    }
  });
  await fc.assert(property, { numRuns: 100 });
  expect(tried).toBeGreaterThanOrEqual(100);
});
