import { expect, test } from 'vitest';
import { LoginFailed, NeedsPerson, NotDelivered, Throttled } from '../errors/families.ts';
import type { RecordStatus } from '../model/states.ts';
import { type Bench, type BenchOptions, messageFor, openBench } from './engine.test-support.ts';

const hour = 3_600_000;
const status = { everyMs: 6 * hour, forMs: 365 * 24 * hour };
const unreachable = (): Error => new NotDelivered('AB_TARGET_UNREACHABLE', 'down');

async function delivered(options: BenchOptions = {}, names: readonly string[] = ['Rex']): Promise<Bench> {
  const bench = await openBench({ ...options, target: { status, ...options.target } });
  bench.portal.put(...names.map((name) => ({ message: messageFor(name) })));
  await bench.run();
  return bench;
}

async function later(bench: Bench, ms: number = status.everyMs): Promise<void> {
  bench.clock.advance(ms);
  await bench.run();
}

const says = (bench: Bench, to: RecordStatus, final = false): unknown => bench.target.states.set('REF-1', { status: to, final });
const told = (bench: Bench): readonly unknown[] => bench.portal.reports.map(({ kind, state }) => state?.status ?? kind);

test('a target is asked from time to time how a record fares, and the portal is told of each change, once', async () => {
  await using bench = await delivered();
  expect(bench.target.asked).toEqual([]);
  await later(bench);
  await later(bench);
  says(bench, 'processing');
  await later(bench);
  says(bench, 'completed', true);
  await later(bench);
  await later(bench);
  expect(told(bench)).toEqual(['accepted', 'received', 'processing', 'completed']);
  expect(bench.portal.reports.at(-1)).toMatchObject({ kind: 'status', references: ['REF-1'], state: { status: 'completed', final: true } });
  expect(bench.target.asked).toHaveLength(4);
  expect(bench.events.filter(({ type }) => type === 'status')).toHaveLength(3);
});

test('asked for states is nobody whose target is not configured for it, or has no way to say them', async () => {
  await using never = await openBench();
  await using silent = await openBench({
    target: { status },
    channels: (target) => [{ ...target.channel('api'), status: undefined as never }],
  });
  for (const bench of [never, silent]) {
    bench.portal.put({ message: messageFor('Rex') });
    await bench.run();
    await later(bench);
    expect(bench.target.asked).toEqual([]);
  }
});

test('a record is asked about no longer than configured', async () => {
  await using bench = await delivered({ target: { status: { ...status, forMs: 2 * status.everyMs } } });
  await later(bench);
  await later(bench);
  await later(bench);
  expect(bench.target.asked).toHaveLength(1);
});

test('a question that fails is repeated with growing waits, and neither the delivery nor the target is touched', async () => {
  await using bench = await delivered();
  bench.target.stateFaults.push(...Array.from({ length: 6 }, unreachable));
  await later(bench);
  expect(bench.target.asked).toHaveLength(1);
  await later(bench, 14_000);
  expect(bench.target.asked).toHaveLength(1);
  for (let tries = 1; tries < 7; tries += 1) await later(bench, 15_000 * 2 ** (tries - 1));
  expect(bench.target.asked).toHaveLength(7);
  expect(told(bench)).toEqual(['accepted', 'received']);
  expect(await bench.only()).toMatchObject({ state: 'accepted', deliveries: [{ state: 'delivered', findings: [] }] });
  expect(await bench.ledger.targets.pauses()).toEqual([]);
});

test('a state that is not listed is not guessed: it is named by its code, and asked for again at its usual time', async () => {
  await using bench = await delivered();
  bench.target.stateFaults.push(new NeedsPerson('AB_STATUS_UNKNOWN', 'not listed'));
  await later(bench);
  expect(told(bench)).toEqual(['accepted']);
  expect(await bench.ledger.polls.failures()).toEqual([{ target: 'registry', code: 'AB_STATUS_UNKNOWN', count: 1 }]);
  await later(bench);
  expect(told(bench)).toEqual(['accepted', 'received']);
  expect(await bench.ledger.polls.failures()).toEqual([]);
});

test('after three failures in a row a target is left alone until the next run', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `R${index}`);
  await using bench = await delivered({ target: { limits: { atOnce: 1 } } }, names);
  bench.target.stateFaults.push(...Array.from({ length: 9 }, unreachable));
  await later(bench);
  expect(bench.target.asked).toHaveLength(3);
});

test('a refused login closes the target for all; the state of one record is as good a probe as a delivery', async () => {
  await using bench = await delivered({}, ['Rex', 'Ada']);
  bench.target.stateFaults.push(new LoginFailed('AB_LOGIN_FAILED', 'refused'), new LoginFailed('AB_LOGIN_FAILED', 'refused'));
  await later(bench);
  const [pause] = await bench.ledger.targets.pauses();
  expect(pause).toMatchObject({ target: 'registry', code: 'AB_LOGIN_FAILED' });
  const asked = bench.target.asked.length;
  await later(bench, 1_000);
  expect(bench.target.asked).toHaveLength(asked);
  await later(bench, 2 * hour);
  expect(await bench.ledger.targets.pauses()).toEqual([]);
  expect(told(bench)).toEqual(['accepted', 'accepted', 'received', 'received']);
});

test('a target that asks for patience is not asked before its time', async () => {
  await using bench = await delivered();
  bench.target.stateFaults.push(new Throttled('AB_TARGET_THROTTLED', 'later', { retryAfterMs: hour }));
  await later(bench);
  await later(bench, hour - 1_000);
  expect(bench.target.asked).toHaveLength(1);
  await later(bench, 2_000);
  expect(bench.target.asked).toHaveLength(2);
});

test('questions take what deliveries leave of the budget', async () => {
  await using bench = await delivered({ target: { limits: { perMinute: 2 } }, retry: { waitForUnknownMs: 0 } }, ['Rex', 'Ada']);
  bench.clock.advance(status.everyMs);
  bench.portal.put({ message: messageFor('Bello') });
  await bench.run();
  expect(bench.target.saved).toHaveLength(3);
  expect(bench.target.asked).toHaveLength(1);
  await later(bench, 60_000);
  expect(bench.target.asked).toHaveLength(2);
});

test('a clock that was a year ahead does not stop the questions', async () => {
  await using bench = await delivered();
  bench.clock.advance(-365 * 24 * hour);
  await bench.run();
  expect(bench.target.asked).toHaveLength(1);
});

test('outside of its hours a target is not asked', async () => {
  const closings: { until: number }[] = [];
  await using bench = await delivered({ target: { hours: { closing: () => closings[0] } } });
  closings.push({ until: Number.MAX_SAFE_INTEGER });
  await later(bench);
  expect(bench.target.asked).toEqual([]);
});

test.each(['poll:asked', 'poll:written', 'report:sent'])(
  'a process that ends at %s loses no state and tells none twice',
  async (boundary) => {
    await using bench = await delivered();
    says(bench, 'processing');
    bench.onBoundary = (name) => {
      if (name === boundary) throw new Error('died');
    };
    bench.clock.advance(status.everyMs);
    await bench.run().catch(() => undefined);
    bench.onBoundary = () => undefined;
    await later(bench, 1_000);
    await later(bench);
    expect(told(bench)).toEqual(['accepted', 'processing']);
  },
);

test('a later report never overtakes an earlier one that its portal did not take, for days', async () => {
  await using bench = await openBench({ target: { status }, retry: { maxMs: 6 * hour } });
  bench.portal.faults.report.push(...Array.from({ length: 40 }, unreachable));
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  const states: readonly RecordStatus[] = ['processing', 'action-required', 'processing', 'completed'];
  let waited = 0;
  for (let runs = 0; runs < 200 && bench.portal.reports.length < 5; runs += 1) {
    const look = Math.min(Math.floor(runs / 2), 3);
    says(bench, states[look]!, look === 3);
    await later(bench, 3 * hour);
    waited += 3 * hour;
    const { reports } = await bench.only();
    expect(reports.filter(({ dueAt }) => dueAt !== undefined).length).toBeLessThanOrEqual(1);
  }
  expect(told(bench)).toEqual(['accepted', ...states]);
  expect(bench.portal.reports.map(({ id }) => id)).toEqual((await bench.only()).reports.map(({ id }) => id));
  expect((await bench.only()).reports[0]!.tries).toBe(41);
  expect(waited).toBeGreaterThan(72 * hour);
});

test('a portal that does not answer a report holds up no run, and is told again under the same id', async () => {
  await using bench = await openBench({ retry: { attemptMs: 50 } });
  const { report } = bench.portal;
  bench.portal.report = () => new Promise(() => undefined);
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).reports).toMatchObject([{ kind: 'accepted', tries: 1 }]);
  bench.portal.report = report;
  await later(bench);
  expect(told(bench)).toEqual(['accepted']);
});

test('a portal that is told "accepted" at once hears of a content fault from nobody but a person', async () => {
  await using bench = await openBench({ acceptStored: true, target: { status } });
  bench.portal.put({ message: messageFor('Rex', '<verboten/>') });
  await bench.run();
  expect(told(bench)).toEqual(['accepted']);
  expect(await bench.only()).toMatchObject({ state: 'case', findings: [{ officialCode: 'X010' }, { code: 'AB_ACCEPTED_BEFORE' }] });
});

test('… nor of what the target finds wrong', async () => {
  await using bench = await openBench({ acceptStored: true });
  bench.target.faults.push('rejected');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect(told(bench)).toEqual(['accepted']);
  expect(await bench.only()).toMatchObject({
    state: 'case',
    deliveries: [{ state: 'case', findings: [{ code: 'AB_TARGET_REJECTED' }, { code: 'AB_ACCEPTED_BEFORE' }] }],
  });
});

test('… and of the reference as a state', async () => {
  await using bench = await openBench({ acceptStored: true, target: { status } });
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  await later(bench);
  expect(told(bench)).toEqual(['accepted', 'received']);
  expect(bench.portal.reports.at(-1)).toMatchObject({ references: ['REF-1'] });
});

test('what is stored is told before its portal lets go of it, and again after a crash, once', async () => {
  await using bench = await openBench({ acceptStored: true });
  bench.portal.put({ message: messageFor('Rex') });
  bench.onBoundary = (name) => {
    if (name === 'intake:stored') throw new Error('died');
  };
  await bench.run().catch(() => undefined);
  bench.onBoundary = () => undefined;
  await bench.run();
  expect(told(bench).filter((kind) => kind === 'accepted')).toHaveLength(1);
  expect(bench.portal.acknowledged).toHaveLength(1);
});
