import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../contract.ts';
import { incoming, incomingFile } from './ledger.test-support.ts';
import { openSqliteLedger } from './sql-ledger.ts';

const key = randomBytes(32);
let folder: string;
let file: string;
let ledger: Ledger;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  file = join(folder, 'data', 'ledger.sqlite');
  ledger = await openSqliteLedger(file, key);
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

const delivery = { route: 'r', target: 't', recordType: 'dog', record: { name: 'Lüdenscheidt' }, mappingVersion: '1' };

async function readyOne(): Promise<string> {
  const { id } = await ledger.intake.store('p', incoming('1'), { now: 1 });
  const [made] = await ledger.intake.plan([{ id, plan: { outcome: 'routed', deliveries: [delivery] } }], 2);
  return made?.keys[0] ?? '';
}

test('content comes back as it was, small and large, and lies sealed in private files', async () => {
  const large = randomBytes(700_000);
  const { id } = await ledger.intake.store(
    'p',
    incoming('1', [incomingFile('klein.txt', Buffer.from('Lüdenscheidt')), incomingFile('gross.bin', large)]),
    { now: 1 },
  );
  const stored = await ledger.intake.open(id);
  expect(Buffer.from((await stored.message?.bytes()) ?? []).toString()).toBe('<geheim>Lüdenscheidt</geheim>');
  expect(stored.attachments.map((one) => one.name)).toEqual(['klein.txt', 'gross.bin']);
  expect((await buffer(stored.attachments[1]!.open())).equals(large)).toBe(true);
  for (const name of await readdir(join(folder, 'data'), { recursive: true })) {
    const path = join(folder, 'data', name);
    const facts = await stat(path);
    expect(facts.mode & 0o077).toBe(0);
    if (facts.isFile()) expect((await readFile(path)).includes('Lüdenscheidt')).toBe(false);
  }
});

test('what was kept is known by its id at that portal, and at no other', async () => {
  await ledger.intake.store('p', incoming('1'), { now: 1 });
  const { portalId } = incoming('1');
  const known = [ledger.intake.knows('p', portalId), ledger.intake.knows('q', portalId), ledger.intake.knows('p', `${portalId}x`)];
  expect(await Promise.all(known)).toEqual([true, false, false]);
});

test('sealed files that a crash left without a submission are removed, others stay', async () => {
  const { id } = await ledger.intake.store('p', incoming('1', [incomingFile('gross.bin', randomBytes(300_000))]), { now: 1 });
  const content = join(folder, 'data', 'content');
  await mkdir(join(content, 's-0000000000'));
  await writeFile(join(content, 's-0000000000', 'a1.part'), 'half');
  expect(await ledger.intake.dropOrphans()).toBe(1);
  expect(await readdir(content)).toEqual([id]);
  expect(await ledger.intake.dropOrphans()).toBe(0);
});

test('content that is not what was announced is not taken', async () => {
  const lying = { ...incomingFile('a', randomBytes(300_000)), sha256: '0'.repeat(64) };
  await expect(ledger.intake.store('p', incoming('1', [lying]), { now: 1 })).rejects.toMatchObject({ code: 'AB_FILE_UNREADABLE' });
  expect(await ledger.views.list({})).toEqual([]);
  expect(await readdir(join(folder, 'data', 'content'))).toEqual([]);
});

test('a wrong master key is refused', async () => {
  await expect(openSqliteLedger(file, randomBytes(32))).rejects.toMatchObject({ code: 'AB_KEY_WRONG' });
});

test('a ledger of a newer Amtsbote is refused and left alone', async () => {
  const other = join(folder, 'newer.sqlite');
  const database = new DatabaseSync(other);
  database.exec('pragma user_version = 99');
  database.close();
  await expect(openSqliteLedger(other, key)).rejects.toMatchObject({ code: 'AB_LEDGER_NEWER' });
});

test('a file that is no ledger, and a file open to others, end in a clear answer', async () => {
  await expect(openSqliteLedger(folder, key)).rejects.toMatchObject({ code: 'AB_LEDGER_UNUSABLE' });
  await ledger.close();
  await chmod(file, 0o666);
  ledger = await openSqliteLedger(file, key);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a holder whose fence was raised writes nothing any more', async () => {
  await readyOne();
  const first = await ledger.deliveries.claim({ now: 3, targets: ['t'] });
  await ledger.deliveries.recover(4, 1_000);
  const second = await ledger.deliveries.claim({ now: 5, targets: ['t'] });
  expect(second?.fence).toBe((first?.fence ?? 0) + 1);
  expect(await ledger.deliveries.change({ key: first!.key, fence: first!.fence, to: 'committing', now: 6 })).toBe(false);
  expect(await ledger.deliveries.change({ key: second!.key, fence: second!.fence, to: 'committing', now: 6 })).toBe(true);
});

test('a change that the table does not have is refused', async () => {
  const made = await readyOne();
  await expect(ledger.deliveries.change({ key: made, to: 'delivered', now: 3 })).rejects.toMatchObject({ code: 'AB_DEFECT' });
  await expect(ledger.deliveries.change({ key: made, to: 'unknown', via: 'committing', now: 3 })).rejects.toMatchObject({
    code: 'AB_DEFECT',
  });
  expect((await ledger.deliveries.get(made))?.state).toBe('ready');
});

test('a delivery that processes die of is put off behind the others, and is a case in the end; a person may have it tried again', async () => {
  const made = await readyOne();
  const waits: number[] = [];
  let now = 10;
  for (let death = 1; death <= 10; death += 1) {
    await ledger.deliveries.claim({ now, targets: ['t'] });
    await ledger.deliveries.recover(now, 86_400_000);
    for (let wait = 0; wait <= 600_000; wait += 60_000) {
      if ((await ledger.deliveries.targetsDue(now + wait)).has('t')) {
        waits.push(wait / 60_000);
        now += wait;
        break;
      }
    }
  }
  expect(waits).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 6]);
  expect((await ledger.views.list({})).flatMap(({ deliveries }) => deliveries)).toMatchObject([
    { key: made, state: 'case', findings: [{ code: 'AB_DELIVERY_DIED' }], answers: ['delivered', 'retry', 'reject'] },
  ]);
});

test.each([2_000, 500, 90_000_000])(
  'recovery by a clock at %i leads from committing to unknown, due when the declared times have passed from then',
  async (now) => {
    const made = await readyOne();
    const claim = await ledger.deliveries.claim({ now: 3, targets: ['t'] });
    await ledger.deliveries.change({
      key: made,
      fence: claim!.fence,
      to: 'committing',
      now: 1_000,
      inFlight: { maxInFlightMs: 500, visibilityLagMs: 20 },
    });
    await ledger.deliveries.recover(now, 1_000);
    expect(await ledger.deliveries.unknownDue(now + 519)).toEqual([]);
    expect(await ledger.deliveries.unknownDue(now + 520)).toMatchObject([{ key: made, looks: 0 }]);
  },
);

test('a delivery key is stable, printable and differs by submission, target and record type', async () => {
  const made = await readyOne();
  expect(made).toMatch(/^AB(-[0-9A-HJKMNP-TV-Z]{4}){4}$/);
  const { id } = await ledger.intake.store('p', incoming('2'), { now: 1 });
  const deliveries = [delivery, { ...delivery, target: 'u' }, { ...delivery, recordType: 'cat' }];
  const [planned] = await ledger.intake.plan([{ id, plan: { outcome: 'routed', deliveries } }], 2);
  expect(new Set([made, ...(planned?.keys ?? [])]).size).toBe(4);
});

test('a submission with several deliveries is accepted when all are delivered, and reported once', async () => {
  const { id } = await ledger.intake.store('p', incoming('1'), { now: 1 });
  await ledger.intake.plan([{ id, plan: { outcome: 'routed', deliveries: [delivery, { ...delivery, target: 'u' }] } }], 2);
  for (const target of ['t', 'u']) {
    const claim = await ledger.deliveries.claim({ now: 3, targets: [target] });
    expect(await ledger.outbox.due({ now: 9, portals: ['p'], limit: 9 })).toEqual([]);
    await ledger.deliveries.change({ key: claim!.key, fence: claim!.fence, to: 'committing', now: 4 });
    await ledger.deliveries.change({ key: claim!.key, fence: claim!.fence, to: 'delivered', now: 5, reference: `R-${target}` });
  }
  expect(await ledger.outbox.due({ now: 9, portals: ['p'], limit: 9 })).toMatchObject([{ kind: 'accepted', references: ['R-t', 'R-u'] }]);
});

test('the same content through another portal is a case that names the first', async () => {
  const first = await ledger.intake.store('p', incoming('1'), { now: 1 });
  const second = await ledger.intake.store('q', incoming('1'), { now: 2 });
  expect(second.outcome).toBe('id-reused');
  expect((await ledger.views.show(second.id)).findings).toMatchObject([
    { code: 'AB_ID_REUSED', message: expect.stringContaining(first.id) as string },
  ]);
  expect((await ledger.intake.store('q', incoming('1'), { now: 3 })).outcome).toBe('duplicate');
});

test('a message id that another submission has makes a case, and a person can let it through', async () => {
  const facts = { standard: 'xbau', version: '2.6', type: '0200', messageId: 'a-uuid' };
  const plan = { outcome: 'routed', deliveries: [delivery] } as const;
  const first = await ledger.intake.store('p', incoming('1'), { now: 1 });
  const second = await ledger.intake.store('p', incoming('2'), { now: 1 });
  expect(await ledger.intake.plan([{ id: first.id, plan, facts }], 2)).toMatchObject([{ keys: [expect.any(String)] }]);
  const [planned] = await ledger.intake.plan([{ id: second.id, plan, facts }], 3);
  expect(planned).toMatchObject({ keys: [], overruled: { code: 'AB_ID_REUSED', message: expect.stringContaining(first.id) as string } });
  expect(await ledger.views.show(second.id)).toMatchObject({ state: 'case', findings: [{ code: 'AB_ID_REUSED' }] });
  await ledger.intake.answer(second.id, { answer: 'retry', now: 4, by: 'clerk' });
  expect(await ledger.intake.plan([{ id: second.id, plan, facts }], 5)).toMatchObject([{ keys: [expect.any(String)] }]);
});

test('the same message id in another standard is another message', async () => {
  const plan = { outcome: 'routed', deliveries: [delivery] } as const;
  for (const [name, standard] of [
    ['1', 'xbau'],
    ['2', 'xmeld'],
  ] as const) {
    const { id } = await ledger.intake.store('p', incoming(name), { now: 1 });
    const [planned] = await ledger.intake.plan([{ id, plan, facts: { standard, messageId: 'a-uuid' } }], 2);
    expect(planned?.keys).toHaveLength(1);
  }
});

test('after a change of the master key the same content opens with the new one, ids are still known, and the history holds', async () => {
  const other = randomBytes(32);
  const { id } = await ledger.intake.store('p', incoming('1', [incomingFile('gross.bin', randomBytes(700_000))]), { now: 1 });
  const before = await readFile(join(folder, 'data', 'content', id, 'a1'));
  expect(await ledger.keys.rotate(other)).toBe(1);
  await ledger.close();
  await expect(openSqliteLedger(file, key)).rejects.toMatchObject({ code: 'AB_KEY_WRONG' });
  ledger = await openSqliteLedger(file, other);
  expect(Buffer.from(await (await ledger.intake.open(id)).message!.bytes()).toString()).toContain('Lüdenscheidt');
  expect(await readFile(join(folder, 'data', 'content', id, 'a1'))).toEqual(before);
  expect((await ledger.intake.store('p', incoming('1'), { now: 2 })).outcome).toBe('duplicate');
  expect(await ledger.audit.verify()).toMatchObject({ ok: true, events: 2 });
  expect(await ledger.keys.rotate(key)).toBe(1);
  await ledger.close();
  ledger = await openSqliteLedger(file, key);
  expect((await ledger.intake.store('p', incoming('1'), { now: 3 })).outcome).toBe('duplicate');
});

test('history is only ever appended to', async () => {
  await readyOne();
  const database = new DatabaseSync(file);
  expect(() => database.exec(`update events set type = 'x'`)).toThrow('append-only');
  expect(() => database.exec('delete from events')).toThrow('append-only');
  database.close();
});

test('the counts that are kept are what counting says, whatever changed', async () => {
  await readyOne();
  const claim = (await ledger.deliveries.claim({ now: 3, targets: ['t'] }))!;
  await ledger.deliveries.change({ key: claim.key, fence: claim.fence, to: 'committing', now: 4 });
  await ledger.deliveries.change({ key: claim.key, fence: claim.fence, to: 'delivered', now: 5, reference: 'R' });
  await ledger.intake.store('p', incoming('2'), { now: 6 });
  expect(await ledger.views.counts()).toMatchObject({
    submissions: { accepted: 1, received: 1, routed: 0 },
    deliveries: { delivered: 1, ready: 0 },
  });
  const database = new DatabaseSync(file);
  database.exec(`pragma foreign_keys = off; delete from submissions where state = 'accepted'; delete from deliveries`);
  database.close();
  expect(await ledger.views.counts()).toMatchObject({ submissions: { accepted: 0, received: 1 }, deliveries: { delivered: 0 } });
});

test('submissions stored at the same time keep their order, and the same one twice is one and a duplicate', async () => {
  const large = incomingFile('gross.bin', randomBytes(700_000));
  const stored = await Promise.all([
    ledger.intake.store('p', incoming('1', [large]), { now: 1 }),
    ledger.intake.store('p', incoming('2'), { now: 1 }),
    ledger.intake.store('p', incoming('1', [large]), { now: 1 }),
    ledger.intake.store('p', { ...incoming('2'), contentHash: 'other' }, { now: 1 }),
  ]);
  expect(stored.map(({ outcome }) => outcome)).toEqual(['stored', 'stored', 'duplicate', 'id-reused']);
  expect(await ledger.intake.unread()).toEqual([stored[0].id, stored[1].id]);
  expect(stored[2].id).toBe(stored[0].id);
  expect(await readdir(join(folder, 'data', 'content'))).toEqual([stored[0].id]);
});
