import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type RecordStatus, recordStatuses } from '../../model/states.ts';
import type { Ledger } from '../contract.ts';
import type { WaitingReport } from '../outbox.ts';
import type { Poll } from '../polls.ts';
import { incoming } from './ledger.test-support.ts';
import { openSqliteLedger } from './sql-ledger.ts';

const key = randomBytes(32);
const reference = 'Az-Quargel-77';
const until = 1_000_000;
let file: string;
let ledger: Ledger;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'outbox-'));
  file = join(folder, 'ledger.sqlite');
  ledger = await openSqliteLedger(file, key);
  onTestFinished(async () => {
    await ledger.close();
    await rm(folder, { recursive: true });
  });
});

const due = (now: number, limit = 100): Promise<readonly WaitingReport[]> => ledger.outbox.due({ now, portals: ['p'], limit });
const polls = (now: number): Promise<readonly Poll[]> => ledger.polls.due({ now, target: 't', limit: 100 });
const ids = (reports: readonly WaitingReport[]): readonly string[] => reports.map(({ id }) => id);

async function deliver(id: string, poll = { dueAt: 10, until }): Promise<string> {
  const stored = await ledger.intake.store('p', incoming(id), { now: 1 });
  const delivery = { route: 'r', target: 't', recordType: 'dog', record: {}, mappingVersion: '1' };
  await ledger.intake.plan([{ id: stored.id, plan: { outcome: 'routed', deliveries: [delivery] } }], 1);
  const claim = (await ledger.deliveries.claim({ now: 1, targets: ['t'] }))!;
  await ledger.deliveries.change({ key: claim.key, fence: claim.fence, to: 'committing', now: 1 });
  await ledger.deliveries.change({ key: claim.key, fence: claim.fence, to: 'delivered', now: 1, reference, poll });
  return stored.id;
}

async function see(status: RecordStatus, now: number, final = false): Promise<boolean> {
  const [poll] = await polls(now);
  return ledger.polls.seen(poll!, { state: { status, final }, now, dueAt: now + 10 });
}

test('a report is not due before each one in front of it was sent, whatever its own time is', async () => {
  const id = await deliver('1');
  await see('received', 10);
  await see('processing', 20);
  expect(ids(await due(20))).toEqual([`${id}-accepted`]);
  await ledger.outbox.failed(`${id}-accepted`, 500);
  expect(await due(499)).toEqual([]);
  await ledger.outbox.sent([{ id: `${id}-accepted` }], 500);
  expect(ids(await due(500))).toEqual([`${id}-status-2`]);
  await ledger.outbox.sent([{ id: `${id}-status-2` }], 501);
  expect(await due(501)).toMatchObject([
    { id: `${id}-status-3`, kind: 'status', state: { status: 'processing', final: false }, references: [reference] },
  ]);
});

test('how far a report came is kept for its next try, and forgotten once it is sent', async () => {
  const id = await deliver('1');
  await ledger.outbox.keep(`${id}-accepted`, '{"a":1}');
  await ledger.outbox.failed(`${id}-accepted`, 5);
  expect(await due(5)).toMatchObject([{ id: `${id}-accepted`, progress: '{"a":1}' }]);
  await ledger.outbox.sent([{ id: `${id}-accepted` }], 6);
  await ledger.outbox.keep(`${id}-accepted`, 'late');
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  expect(database.prepare('select progress from reports').all()).toEqual([{ progress: null }]);
});

type Step =
  | { readonly do: 'see'; readonly which: number; readonly status: RecordStatus }
  | { readonly do: 'send'; readonly limit: number }
  | { readonly do: 'fail'; readonly waitMs: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('see' as const), which: fc.nat(1), status: fc.constantFrom(...recordStatuses) }),
  fc.record({ do: fc.constant('send' as const), limit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('fail' as const), waitMs: fc.integer({ min: 1, max: 50 }) }),
);

test('whatever states come and whatever portals refuse, the reports of a submission are sent once each, in their order', async () => {
  let round = 0;
  const inOrder = async (steps: readonly Step[]): Promise<void> => {
    round += 1;
    const owners = [await deliver(`${round}-1`), await deliver(`${round}-2`)];
    const told: string[] = [];
    const sendAll = async (now: number, limit: number): Promise<void> => {
      const some = await due(now, limit);
      await ledger.outbox.sent(some, now);
      told.push(...ids(some));
    };
    let now = 10;
    for (const one of steps) {
      now += 10;
      if (one.do === 'send') await sendAll(now, one.limit);
      if (one.do === 'fail') for (const { id } of await due(now)) await ledger.outbox.failed(id, now + one.waitMs);
      const poll = one.do === 'see' ? (await polls(now)).find(({ submission }) => submission === owners[one.which]) : undefined;
      if (poll !== undefined && one.do === 'see')
        await ledger.polls.seen(poll, { state: { status: one.status, final: false }, now, dueAt: now });
    }
    for (let left = 100; left > 0; left -= 1) await sendAll(now + 1_000, 1);
    for (const owner of owners) {
      const { reports } = await ledger.views.show(owner);
      expect(told.filter((id) => id.startsWith(owner))).toEqual(reports.map(({ id }) => id));
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), inOrder), { numRuns: 15 });
});

test('another submission is not held up', async () => {
  const first = await deliver('1');
  await ledger.outbox.failed(`${first}-accepted`, 500);
  const second = await deliver('2');
  expect(ids(await due(20))).toEqual([`${second}-accepted`]);
});

test('a state that was seen before writes nothing; another one writes event and report; behind the last nobody looks', async () => {
  const id = await deliver('1');
  expect(await polls(9)).toEqual([]);
  expect(await see('received', 10)).toBe(true);
  expect(await see('received', 20)).toBe(false);
  expect(await see('action-required', 30)).toBe(true);
  expect(await see('received', 40)).toBe(true);
  expect(await see('completed', 50, true)).toBe(true);
  expect(await polls(until)).toEqual([]);
  const { reports, events } = await ledger.views.show(id);
  expect(reports.map(({ state }) => state?.status)).toEqual([undefined, 'received', 'action-required', 'received', 'completed']);
  expect(new Set(reports.map((report) => report.id)).size).toBe(5);
  expect(events.filter(({ type }) => type === 'status').map(({ detail }) => [detail['status'], detail['final']])).toEqual([
    ['received', false],
    ['action-required', false],
    ['received', false],
    ['completed', true],
  ]);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
});

test('a look that failed is repeated at its time, says why, and leaves the delivery alone', async () => {
  const id = await deliver('1');
  const [poll] = await polls(10);
  await ledger.polls.failed(poll!.key, { code: 'AB_TARGET_UNREACHABLE', dueAt: 100 });
  expect(await polls(99)).toEqual([]);
  expect(await polls(100)).toMatchObject([{ tries: 1 }]);
  expect(await ledger.polls.failures()).toEqual([{ target: 't', code: 'AB_TARGET_UNREACHABLE', count: 1 }]);
  expect((await ledger.views.show(id)).deliveries).toMatchObject([{ state: 'delivered', reference, findings: [] }]);
  await see('received', 100);
  expect(await ledger.polls.failures()).toEqual([]);
});

test('nothing is asked about a record while another one of its submission is open', async () => {
  const { id } = await ledger.intake.store('p', incoming('1'), { now: 1 });
  const delivery = { route: 'r', target: 't', recordType: 'dog', record: {}, mappingVersion: '1' };
  await ledger.intake.plan([{ id, plan: { outcome: 'routed', deliveries: [delivery, { ...delivery, target: 'u' }] } }], 1);
  const claim = (await ledger.deliveries.claim({ now: 1, targets: ['t'] }))!;
  await ledger.deliveries.change({ key: claim.key, to: 'committing', now: 1 });
  await ledger.deliveries.change({ key: claim.key, to: 'delivered', now: 1, reference, poll: { dueAt: 1, until } });
  expect(await polls(until)).toEqual([]);
});

test('a look goes by the index of what is due, however many are not', async () => {
  await deliver('1');
  const database = new DatabaseSync(file);
  onTestFinished(() => database.close());
  const plan = database
    .prepare(
      `explain query plan select d.key from polls as p cross join deliveries as d cross join submissions as s
       where d.key = p.delivery_key and s.id = d.submission_id and p.target = 't' and p.due_at <= 5 and s.state = 'accepted'
       order by p.due_at limit 10`,
    )
    .all()
    .map((row) => String(row['detail']));
  expect(plan[0]).toMatch(/INDEX polls_due \(target=\? AND due_at<\?\)/);
  expect(plan.join()).not.toMatch(/SCAN|TEMP B-TREE/);
});

test('references are nowhere in the clear, and are shown and reported', async () => {
  const id = await deliver('1');
  expect((await ledger.views.list({}))[0]?.deliveries).toMatchObject([{ reference }]);
  expect(await due(5)).toMatchObject([{ id: `${id}-accepted`, references: [reference] }]);
  for (const name of [file, `${file}-wal`]) expect((await readFile(name)).includes(reference)).toBe(false);
});

test('references that an older version kept in the clear are sealed at the first opening', async () => {
  const id = await deliver('1');
  await ledger.close();
  const database = new DatabaseSync(file);
  database.exec(`update deliveries set reference = 'Az-Quargel-78', sealed_reference = null`);
  database.exec(`update reports set "references" = '["Az-Quargel-78"]', sealed_references = null`);
  database.exec(`delete from meta where name = 'references-sealed'`);
  database.close();
  ledger = await openSqliteLedger(file, key);
  expect((await ledger.views.show(id)).deliveries).toMatchObject([{ reference: 'Az-Quargel-78' }]);
  expect(await due(5)).toMatchObject([{ references: ['Az-Quargel-78'] }]);
  const after = new DatabaseSync(file);
  onTestFinished(() => after.close());
  expect(after.prepare('select reference from deliveries').get()).toEqual({ reference: null });
  expect(after.prepare('select "references" as r from reports').get()).toEqual({ r: '[]' });
});

test('told once that it was stored, a portal hears of the record as a status and never of a rejection', async () => {
  const { id } = await ledger.intake.store('p', incoming('1'), { now: 1, accept: true });
  expect(await ledger.intake.store('p', incoming('1'), { now: 2, accept: true })).toMatchObject({ id, outcome: 'duplicate' });
  expect(ids(await due(5))).toEqual([`${id}-accepted`]);
  const findings = [{ code: 'AB_SCHEMA_INVALID', message: 'invalid' }] as const;
  const [planned] = await ledger.intake.plan([{ id, plan: { outcome: 'rejected', findings } }], 4);
  expect(planned?.overruled?.code).toBe('AB_ACCEPTED_BEFORE');
  expect(await ledger.views.show(id)).toMatchObject({
    state: 'case',
    findings: [{ code: 'AB_SCHEMA_INVALID' }, { code: 'AB_ACCEPTED_BEFORE' }],
  });
  await ledger.outbox.sent([{ id: `${id}-accepted` }], 5);
  await ledger.intake.answer(id, { answer: 'reject', now: 6, by: 'anna' });
  expect(await due(10)).toEqual([]);
  expect((await ledger.views.show(id)).state).toBe('rejected');
  expect((await ledger.retention.candidates({ settledBy: all(10), limit: 5 })).map((one) => one.settledAt)).toEqual([6]);
});

test('the reference follows as a status, once the record is there', async () => {
  const { id } = await ledger.intake.store('p', incoming('1'), { now: 1, accept: true });
  await deliver('1', { dueAt: 10, until });
  await ledger.outbox.sent([{ id: `${id}-accepted` }], 2);
  expect(await due(5)).toMatchObject([{ id: `${id}-status-2`, state: { status: 'received', final: false }, references: [reference] }]);
  expect(await see('received', 10)).toBe(false);
});

test('what is told later of a state does not begin the retention anew', async () => {
  const id = await deliver('1');
  await ledger.outbox.sent([{ id: `${id}-accepted` }], 5);
  await see('processing', 10);
  await ledger.outbox.sent([{ id: `${id}-status-2` }], 20);
  expect((await ledger.retention.candidates({ settledBy: all(30), limit: 5 })).map((one) => one.settledAt)).toEqual([5]);
});

test('nobody asks for the state of a record whose reference was purged', async () => {
  const id = await deliver('1');
  await ledger.outbox.sent([{ id: `${id}-accepted` }], 5);
  await ledger.retention.purge({ id, kinds: ['content', 'evidence'], now: 6, by: 'x' });
  expect(await polls(10)).toMatchObject([{ reference }]);
  await ledger.retention.purge({ id, kinds: ['metadata'], now: 7, by: 'x' });
  expect(await polls(until)).toEqual([]);
  expect((await ledger.views.show(id)).deliveries[0]?.reference).toBeUndefined();
});

test('what was shredded after a backup counts as reported from its restore on, so that its retention goes on', async () => {
  const id = await deliver('1');
  const database = new DatabaseSync(file);
  database.prepare('update submissions set data_key = ? where id = ?').run(randomBytes(61), id);
  database.close();
  expect(await ledger.restore.mark(50)).toMatchObject({ shredded: 1 });
  expect(await due(60)).toEqual([]);
  expect(await polls(until)).toEqual([]);
  expect((await ledger.retention.candidates({ settledBy: all(60), limit: 5 })).map((one) => [one.id, one.settledAt])).toEqual([[id, 50]]);
  expect(await ledger.audit.verify()).toMatchObject({ ok: true });
});

test('a restored ledger gives no report an id that the lost one may have used', async () => {
  const id = await deliver('1');
  await ledger.restore.mark(5);
  await ledger.close();
  ledger = await openSqliteLedger(file, key);
  await see('processing', 10);
  expect((await ledger.views.show(id)).reports.map((report) => report.id)).toEqual([`${id}-accepted`, `${id}-status-2-a`]);
});

function all(at: number): Record<'content' | 'evidence' | 'metadata' | 'history' | 'hashes', number> {
  return { content: at, evidence: at, metadata: at, history: at, hashes: at };
}
