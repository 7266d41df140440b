import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PurgeKind, purgeKinds } from '../../model/purge-kind.ts';
import type { Ledger } from '../contract.ts';
import type { PurgeCandidate } from '../retention.ts';
import { KeyRing } from '../../sealing/key-ring.ts';
import { eventHash } from './history.ts';
import { incoming } from './ledger.test-support.ts';
import { bringTo, closedFates, type Fate, fates, marked } from './retention.test-support.ts';
import { openSqliteLedger } from './sql-ledger.ts';

const key = randomBytes(32);
const always = Object.fromEntries(purgeKinds.map((kind) => [kind, Number.MAX_SAFE_INTEGER])) as Record<PurgeKind, number>;
let folder: string;
let file: string;
let ledger: Ledger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retention-'));
  file = join(folder, 'ledger.sqlite');
  ledger = await openSqliteLedger(file, key);
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

async function candidates(): Promise<readonly PurgeCandidate[]> {
  const all: PurgeCandidate[] = [];
  for (let after: PurgeCandidate['cursor'] | undefined; ;) {
    const found = await ledger.retention.candidates({ settledBy: always, after, limit: 2 });
    if (found.length === 0) return all;
    all.push(...found);
    after = found.at(-1)?.cursor;
  }
}

/** A whole purge, as the runtime does it. Returns the ids of which something went. */
async function purge(kinds: readonly PurgeKind[], now: number): Promise<readonly string[]> {
  const gone: string[] = [];
  await ledger.runs.begin(now);
  await ledger.retention.seal(now);
  for (const { id } of await candidates()) {
    const counts = await ledger.retention.purge({ id, kinds, now, by: 'clerk' });
    if (counts === undefined) continue;
    gone.push(id);
    if (counts.content !== undefined) await ledger.retention.dropFiles(id);
  }
  await ledger.retention.cut(now);
  await ledger.retention.compact(false);
  await ledger.runs.end(now);
  return gone;
}

async function filesHold(value: string): Promise<boolean> {
  const found = await Promise.all(
    (await readdir(folder, { recursive: true })).map(async (name) => {
      const path = join(folder, name);
      return (await stat(path)).isFile() && (await readFile(path)).includes(value);
    }),
  );
  return found.includes(true);
}

/** All that can be read of a submission, content and evidence too. */
async function everything(id: string): Promise<unknown> {
  const view = await ledger.views.show(id);
  const { message, attachments } = await ledger.intake.open(id);
  return {
    view,
    message: Buffer.from((await message?.bytes()) ?? []).toString(),
    attachments: await Promise.all(attachments.map(async (one) => (await buffer(one.open())).toString('hex').slice(0, 200))),
    records: await Promise.all(view.deliveries.map((one) => ledger.deliveries.record(one.key))),
    evidence: await Promise.all(
      view.evidence.map(async (one) =>
        Buffer.from(await ledger.views.evidence(one.id))
          .toString('hex')
          .slice(0, 200),
      ),
    ),
  };
}

test('what a person or a target wrote stands sealed in the history, and can be read in it', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  expect((await ledger.views.show(id)).events.find((event) => event.type === 'delivered')?.detail).toMatchObject({
    reference: marked.reference,
    reason: marked.reason,
    by: 'clerk',
  });
  const database = new DatabaseSync(file, { readOnly: true });
  const details = database.prepare('select detail from events').all();
  database.close();
  expect(JSON.stringify(details)).not.toContain('Quargel');
  expect(JSON.stringify(details)).not.toContain('f00d');
});

test('content goes, its key with it, and what stays can still be read', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  const before = new DatabaseSync(file, { readOnly: true });
  const keyBefore = before.prepare('select data_key from submissions').get();
  before.close();
  expect(await purge(['content'], 5)).toEqual([id]);
  const view = await ledger.views.show(id);
  expect(view).toMatchObject({ purged: { content: 5 }, portalId: '1', attachments: [{ name: marked.attachment }, {}] });
  expect(view.events.at(-1)).toMatchObject({ type: 'purged', detail: { by: 'clerk', content: 4 } });
  expect(await ledger.views.evidence(view.evidence[0]!.id)).toHaveLength(5_000);
  expect(await readdir(join(folder, 'content'))).toEqual([]);
  const after = new DatabaseSync(file, { readOnly: true });
  expect(after.prepare('select data_key from submissions').get()).not.toEqual(keyBefore);
  expect(after.prepare('select count(*) as n from content').get()).toEqual({ n: 0 });
  after.close();
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
});

test('after all but the history is gone there is no key, no reference, no reason, and the history still verifies', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  await purge(['content', 'evidence', 'metadata'], 5);
  const view = await ledger.views.show(id);
  expect(view).toMatchObject({ portalId: undefined, attachments: [], evidence: [], deliveries: [{ state: 'delivered', findings: [] }] });
  expect(view.deliveries[0]?.reference).toBeUndefined();
  expect(JSON.stringify(view)).not.toContain('Quargel');
  expect(await filesHold('Quargel')).toBe(false);
  const database = new DatabaseSync(file, { readOnly: true });
  expect(database.prepare('select length(data_key) as n from submissions').get()).toEqual({ n: 0 });
  database.close();
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
  expect(await ledger.intake.store('p', incoming('1', []), { now: 6 })).toMatchObject({ id, outcome: 'duplicate' });
});

test('a sealed part that is gone without a purge is found', async () => {
  await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  const database = new DatabaseSync(file);
  database.exec('update events set sealed_detail = null');
  database.close();
  expect(await ledger.audit.verify()).toMatchObject({ ok: false, faults: [{ kind: 'purge-unproved' }] });
});

test('history goes to the stub and then behind the cut; what is faked of either is found', async () => {
  const ids = [];
  for (const name of ['1', '2', '3']) ids.push(await bringTo(ledger, { id: name, fate: 'delivered', now: Number(name) }));
  const kept = await ledger.audit.newest();
  await ledger.runs.begin(9);
  await ledger.retention.purge({ id: ids[1]!, kinds: purgeKinds, now: 9, by: 'clerk' });
  expect(await ledger.retention.cut(9)).toBe(0);
  await ledger.runs.end(9);
  const stubbed = await ledger.audit.verify(kept);
  expect(stubbed).toMatchObject({ ok: true, purged: 6 });
  expect(await ledger.views.find(ids[1]!)).toBeUndefined();
  await ledger.runs.begin(10);
  await ledger.retention.purge({ id: ids[0]!, kinds: purgeKinds, now: 10, by: 'clerk' });
  expect(await ledger.retention.cut(10)).toBe(12);
  await ledger.runs.end(10);
  expect(await ledger.audit.verify(kept)).toMatchObject({ ok: true, purged: 0, beginsAt: 2 });
  await bringTo(ledger, { id: '4', fate: 'delivered', now: 11 });
  expect(await ledger.audit.verify(kept)).toMatchObject({ ok: true, beginsAt: 2 });
  const database = new DatabaseSync(file);
  expect(() => database.exec('delete from events')).toThrow('append-only');
  expect(() => database.exec('delete from checkpoints')).toThrow('append-only');
  database.exec(`update meta set value = json_set(value, '$.at', 77) where name = 'history-cut'`);
  database.close();
  expect((await ledger.audit.verify()).faults.map((fault) => fault.kind)).toContain('checkpoint-missing');
});

test('events that someone without the key replaces by stubs are missed', async () => {
  await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  await bringTo(ledger, { id: '2', fate: 'delivered', now: 2 });
  const database = new DatabaseSync(file);
  database.exec(`insert into event_stubs select id, hash, 9, hash from events where id <= 6; delete from events where id <= 6`);
  database.close();
  expect((await ledger.audit.verify()).faults[0]).toMatchObject({ kind: 'purge-unproved', event: 1 });
});

test('sealed files that a kill left behind a purge go with the next run', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  const open = await bringTo(ledger, { id: '2', fate: 'case', now: 2 });
  await ledger.retention.purge({ id, kinds: ['content'], now: 5, by: 'clerk' });
  expect((await readdir(join(folder, 'content'))).toSorted()).toEqual([id, open].toSorted());
  expect(await ledger.intake.dropOrphans()).toBe(1);
  expect(await readdir(join(folder, 'content'))).toEqual([open]);
});

test('a hold keeps everything until it is released', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'held', now: 1 });
  expect(await candidates()).toEqual([]);
  expect(await ledger.retention.purge({ id, kinds: purgeKinds, now: 5, by: 'clerk' })).toBeUndefined();
  expect(await ledger.retention.blocked(5)).toMatchObject({ held: 1, oldest: [{ id, why: 'held' }] });
  expect(await ledger.retention.hold(id, { on: false, now: 6, by: 'clerk', reason: 'over' })).toBe(true);
  expect(await ledger.retention.hold(id, { on: false, now: 6, by: 'clerk', reason: 'over' })).toBe(false);
  expect(await purge(['content'], 7)).toEqual([id]);
});

test('what is written into the history after a purge is sealed under a new key, and purged again', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  await purge(['content', 'evidence', 'metadata'], 5);
  await ledger.retention.noteAccess(id, { type: 'subject-exported', now: 6, by: 'clerk', reason: marked.reason });
  expect((await ledger.views.show(id)).events.at(-1)?.detail).toEqual({ by: 'clerk', reason: marked.reason });
  expect(await purge(['metadata'], 7)).toEqual([id]);
  expect((await ledger.views.show(id)).events.at(-2)?.detail).toEqual({ by: 'clerk' });
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
});

test('what comes again after the history has gone is noted, and goes with the hashes', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  await purge(['content', 'evidence', 'metadata', 'history'], 5);
  expect((await ledger.views.show(id)).events).toEqual([]);
  expect(await ledger.intake.store('p', incoming('1', []), { now: 6 })).toMatchObject({ id, outcome: 'duplicate' });
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
  expect(await purge(['hashes'], 7)).toEqual([id]);
  expect(await ledger.views.list({})).toEqual([]);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 0 });
  const next = await bringTo(ledger, { id: '2', fate: 'delivered', now: 8 });
  expect((await ledger.views.show(next)).events).toHaveLength(6);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 6 });
});

test('a file from before free pages could be given back is written anew once, when that is asked for', async () => {
  const old = join(folder, 'old.sqlite');
  const made = new DatabaseSync(old);
  made.exec('create table x (a); drop table x');
  made.close();
  await ledger.close();
  ledger = await openSqliteLedger(old, key);
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  await ledger.retention.purge({ id, kinds: ['content', 'evidence'], now: 2, by: 'clerk' });
  const free = (): unknown => {
    const database = new DatabaseSync(old, { readOnly: true });
    const { freelist_count } = database.prepare('pragma freelist_count').get() ?? {};
    database.close();
    return freelist_count;
  };
  expect(await ledger.retention.compact(false)).toBe(true);
  expect(free()).toBeGreaterThan(0);
  expect(await ledger.retention.compact(true)).toBe(true);
  expect(free()).toBe(0);
  expect((await stat(`${old}-wal`)).size).toBe(0);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
});

test('keys change after a purge, too', async () => {
  await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  const other = await bringTo(ledger, { id: '2', fate: 'case', now: 2 });
  await purge(['content', 'evidence', 'metadata'], 5);
  const master = randomBytes(32);
  expect(await ledger.keys.rotate(master)).toBe(1);
  await ledger.close();
  ledger = await openSqliteLedger(file, master);
  expect(await everything(other)).toMatchObject({ message: '<geheim>Lüdenscheidt</geheim>' });
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
});

/** Makes the ledger one of before details were sealed: plain details, hashes over them, no checkpoints. */
function makeLegacy(): void {
  const keys = new KeyRing(key);
  const database = new DatabaseSync(file);
  for (const name of ['events_keep', 'events_seal', 'checkpoints_stay']) database.exec(`drop trigger ${name}`);
  database.exec(
    `delete from checkpoints; delete from sqlite_sequence where name = 'checkpoints'; delete from meta where name = 'details-sealed'`,
  );
  let before = '';
  for (const row of database.prepare('select * from events order by id').all()) {
    const plain = { ...(JSON.parse(String(row['detail'])) as object), ...(row['sealed_detail'] === null ? {} : { reason: marked.reason }) };
    const detail = JSON.stringify(plain);
    const event = {
      submission: String(row['submission_id']),
      position: Number(row['position']),
      at: Number(row['at']),
      type: String(row['type']),
    };
    const delivery = row['delivery_key'] as string | null;
    before = eventHash(keys, before, { ...event, delivery, detail });
    database
      .prepare('update events set detail = ?, hash = ?, sealed_detail = null, sealed_hash = null where id = ?')
      .run(detail, before, Number(row['id']));
  }
  database.exec(`create trigger events_keep before update of detail on events begin select raise(abort, 'events are append-only'); end`);
  database.exec(`create trigger events_seal before update of sealed_hash on events when old.sealed_hash is not null
    begin select raise(abort, 'events are append-only'); end`);
  database.close();
}

test('what an older version wrote into the history in the clear is sealed once the ledger is opened, purged in time, and verifies all along', async () => {
  const id = await bringTo(ledger, { id: '1', fate: 'delivered', now: 1 });
  await ledger.close();
  makeLegacy();
  expect(await filesHold(marked.reason)).toBe(true);
  ledger = await openSqliteLedger(file, key);
  const database = new DatabaseSync(file);
  expect(database.prepare(`select count(*) as n from events where detail like '%Quargel%'`).get()).toEqual({ n: 0 });
  expect(() => database.exec(`update events set detail = '{}'`)).toThrow('append-only');
  database.close();
  expect((await ledger.views.show(id)).events.at(-2)?.detail).toMatchObject({ by: 'clerk', reason: marked.reason });
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 6 });
  await purge(['content'], 5);
  expect((await ledger.views.show(id)).events.at(-3)?.detail).toMatchObject({ reason: marked.reason });
  await purge(['content', 'evidence', 'metadata'], 6);
  expect(await filesHold('Quargel')).toBe(false);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, faults: [] });
  tamperWithPurgedLegacy();
  expect(await ledger.audit.verify()).toMatchObject({ ok: false, faults: [{ kind: 'event-changed' }] });
});

function tamperWithPurgedLegacy(): void {
  const database = new DatabaseSync(file);
  database.exec(`drop trigger events_keep; update events set type = 'rejected' where sealed_hash like 'was:%' and type = 'delivered'`);
  database.close();
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ fate: fc.constantFrom(...fates) }) },
  { weight: 2, arbitrary: fc.record({ kinds: fc.subarray([...purgeKinds], { minLength: 1 }) }) },
);

test(
  'a purge of any ledger never touches what is open, purges nothing twice, and leaves a history that verifies',
  { timeout: 120_000 },
  async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
      await ledger.close();
      await rm(folder, { recursive: true });
      ledger = await openSqliteLedger(file, key);
      const open = new Map<string, unknown>();
      let now = 0;
      for (const one of steps) {
        now += 10;
        if ('fate' in one) await addOne(one.fate, now, open);
        else {
          const gone = await purge(one.kinds, now);
          expect(gone.filter((id) => open.has(id))).toEqual([]);
          expect(
            await purge(
              one.kinds.filter((kind) => kind !== 'history' && kind !== 'hashes'),
              now + 1,
            ),
          ).toEqual([]);
        }
        for (const [id, before] of open) expect(await everything(id)).toEqual(before);
        expect(await ledger.audit.verify()).toMatchObject({ ok: true, faults: [] });
      }
    });
    await fc.assert(property, { numRuns: 25 });
  },
);

async function addOne(fate: Fate, now: number, open: Map<string, unknown>): Promise<void> {
  const other = [...open.values()].length;
  const id = await bringTo(ledger, { id: `${now}-${other}`, fate, now });
  if (!closedFates.includes(fate)) open.set(id, await everything(id));
}

test('a whole purge leaves nothing but what it must', async () => {
  for (const [index, fate] of fates.entries()) await bringTo(ledger, { id: `${index}`, fate, now: index + 1 });
  await purge(purgeKinds, 50);
  await purge(purgeKinds, 51);
  const left = await ledger.views.list({});
  expect(left).toHaveLength(fates.length - closedFates.length);
});
