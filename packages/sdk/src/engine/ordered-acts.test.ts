import { expect, test } from 'vitest';
import { NotDelivered, OutcomeUnknown, RejectedByTarget } from '../errors/families.ts';
import type { Attempt } from '../target/attempt.ts';
import type { Channel, RecordProgress } from '../target/channel.ts';
import { type Bench, messageFor, openBench } from './engine.test-support.ts';

/** What goes wrong at an act: before it is done, or after. */
type Trouble = 'before' | 'after' | 'rejected' | 'unreachable' | 'deleted';

/** A target whose records are made by three acts. */
interface TabTarget {
  readonly records: { readonly key: string; readonly reference: string; readonly acts: number[] }[];
  /** By number of the act, one for each time it is tried. */
  readonly troubles: Map<number, Trouble[]>;
  progress: RecordProgress | undefined;
  readonly channel: Channel;
}

const acts = [1, 2, 3];

function tabTarget(): TabTarget {
  const records: TabTarget['records'] = [];
  const troubles: TabTarget['troubles'] = new Map();
  const target: TabTarget = {
    records,
    troubles,
    progress: undefined,
    channel: {
      kind: 'rpa',
      capabilities: { find: 'authoritative', idempotencyKey: false, maxInFlightMs: 500, visibilityLagMs: 0 },
      deliver: async (_type, _record, attempt) => enter(target, attempt),
      find: async (_type, key) => records.filter((one) => one.key === key).map(({ reference }) => reference),
      progress: async (_type, { reference }) => {
        const done = records.find((one) => one.reference === reference)?.acts.length ?? 0;
        return target.progress ?? { stands: done === acts.length ? 'complete' : 'begun' };
      },
      check: async () => [],
    },
  };
  return target;
}

async function enter({ records, troubles }: TabTarget, attempt: Attempt): Promise<{ reference: string }> {
  const record = records.find(({ reference }) => reference === attempt.begun) ?? {
    key: attempt.deliveryKey,
    reference: `REF-${records.length + 1}`,
    acts: [],
  };
  for (const act of acts.filter((each) => !record.acts.includes(each))) {
    const trouble = troubles.get(act)?.shift();
    if (trouble === 'unreachable') throw new NotDelivered('AB_TARGET_UNREACHABLE', 'connection refused');
    await attempt.commit({ name: `save tab ${act}`, ordered: true, requestHash: 'f00d' }, async () => {
      if (trouble === 'rejected') throw new RejectedByTarget('AB_TARGET_REJECTED', 'content fault');
      if (trouble === 'deleted') records.length = 0;
      if (trouble === 'before' || trouble === 'deleted') throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'cut');
      record.acts.push(act);
      if (!records.includes(record)) records.push(record);
      if (trouble === 'after') throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'cut');
    });
  }
  return { reference: record.reference };
}

async function benchFor(target: TabTarget): Promise<Bench> {
  const bench = await openBench({ channels: () => [target.channel], route: { rejections: 'allowed' } });
  bench.portal.put({ message: messageFor('Rex') });
  return bench;
}

test('three acts make one record, each journalled before it happens', async () => {
  const target = tabTarget();
  await using bench = await benchFor(target);
  await bench.run();
  const { deliveries, events } = await bench.only();
  expect(deliveries).toMatchObject([{ state: 'delivered', reference: 'REF-1' }]);
  expect(await bench.ledger.deliveries.acts(deliveries[0]?.key ?? '')).toEqual(['save tab 1', 'save tab 2', 'save tab 3']);
  expect(events.map(({ type }) => type).slice(-5)).toEqual(['committing', 'act', 'act', 'delivered', 'reported']);
  expect(await bench.ledger.audit.verify()).toMatchObject({ ok: true });
});

test.each([1, 2, 3].flatMap((act) => (['before', 'after'] as const).map((trouble) => [act, trouble] as const)))(
  'the answer to act %i is lost, %s it was done: the record is looked up, continued where it stopped, and no act is done twice',
  async (act, trouble) => {
    const target = tabTarget();
    target.troubles.set(act, [trouble]);
    await using bench = await benchFor(target);
    await bench.run();
    expect(target.records).toMatchObject([{ acts }]);
    expect((await bench.only()).deliveries).toMatchObject([{ state: 'delivered', reference: 'REF-1' }]);
  },
);

test('a record that was begun goes on after failures before the next act, and is never made anew', async () => {
  const target = tabTarget();
  target.troubles.set(2, ['before', 'unreachable']);
  await using bench = await benchFor(target);
  await bench.run();
  expect((await bench.only()).deliveries).toMatchObject([{ state: 'ready', reference: 'REF-1' }]);
  bench.clock.advance(60_000);
  await bench.run();
  expect(target.records).toMatchObject([{ acts }]);
});

test('a further act that is refused rejects nothing: a person sees that a record stands in part', async () => {
  const target = tabTarget();
  target.troubles.set(2, ['rejected']);
  await using bench = await benchFor(target);
  await bench.run();
  const { deliveries, reports } = await bench.only();
  expect(deliveries[0]?.state).toBe('case');
  expect(deliveries[0]?.findings.map(({ code }) => code)).toEqual(['AB_RECORD_INCOMPLETE', 'AB_TARGET_REJECTED']);
  expect(reports).toEqual([]);
});

test('a record of which nobody can say how far it is waits for a person, who is told which acts were let go', async () => {
  const target = tabTarget();
  target.troubles.set(2, ['before']);
  target.progress = { stands: 'unclear', finding: { code: 'AB_RECORD_INCOMPLETE', message: 'shows a part of act 2' } };
  await using bench = await benchFor(target);
  await bench.run();
  const [delivery] = (await bench.only()).deliveries;
  expect(delivery?.state).toBe('case');
  expect(delivery?.findings.map(({ message }) => message).join(' ')).toMatch(/shows a part of act 2.*"save tab 1", "save tab 2"/);
});

test('a record that was begun and is gone is not made anew', async () => {
  const target = tabTarget();
  target.troubles.set(2, ['before', 'deleted']);
  await using bench = await benchFor(target);
  await bench.run();
  expect(target.records).toEqual([]);
  expect((await bench.only()).deliveries).toMatchObject([{ state: 'case', findings: [{ code: 'AB_RECORD_INCOMPLETE' }, {}] }]);
});

test('a channel that goes on without a word of several acts, or would make a second record beside the one begun, is a defect', async () => {
  const target = tabTarget();
  target.troubles.set(2, ['before']);
  const ignores: Channel = {
    ...target.channel,
    deliver: async (type, record, attempt) =>
      attempt.begun === undefined
        ? target.channel.deliver(type, record, attempt)
        : attempt.commit({ name: 'save anew' }, async () => ({ reference: 'REF-2' })),
  };
  await using bench = await openBench({ channels: () => [ignores] });
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).deliveries).toMatchObject([{ state: 'case', reference: 'REF-1', findings: [{ code: 'AB_DEFECT' }] }]);
  expect(target.records).toMatchObject([{ acts: [1] }]);
});
