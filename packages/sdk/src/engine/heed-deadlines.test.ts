import { expect, test } from 'vitest';
import { NotDelivered } from '../errors/families.ts';
import type { SubmissionView } from '../ledger/views.ts';
import type { MemoryFault } from '../testing/memory-target.ts';
import { type Bench, messageFor, openBench } from './engine.test-support.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 5, 8);
const answerBy = { at: start + 14 * day, warnAt: [start + 2 * day, start + 7 * day, start + 12 * day], caseAt: start + 12 * day };

/** A target that is down for as many attempts keeps a delivery waiting. */
async function stage(faults: readonly MemoryFault[] = Array.from({ length: 90 }, () => 'unreachable')): Promise<Bench> {
  const bench = await openBench({ retry: { attempts: 100 } });
  bench.target.faults.push(...faults);
  bench.portal.put({ message: messageFor('Rex'), answerBy });
  return bench;
}

/** Runs on these days; what each run said of deadlines and of what they make a case. */
async function runOn(bench: Bench, days: readonly number[]): Promise<readonly (readonly string[])[]> {
  const said: (readonly string[])[] = [];
  for (const at of days) {
    bench.clock.set(start + at * day);
    const from = bench.events.length;
    await bench.run();
    said.push(
      bench.events.slice(from).flatMap((event) => {
        if (event.type === 'deadline') return [`warning ${event.warning}`];
        if (event.type === 'case') return ['case'];
        return event.type === 'outcome' && event.state !== 'ready' ? [event.state] : [];
      }),
    );
  }
  return said;
}

const codesOf = ({ findings }: Pick<SubmissionView, 'findings'>): readonly string[] => findings.map(({ code }) => code);

test('what waits for its target is warned of on days 2, 7 and 12, once each, and is a case from day 12', async () => {
  await using bench = await stage();
  expect(await runOn(bench, [0, 1.9, 2, 3, 6.9, 7, 8, 11.9])).toEqual([[], [], ['warning 1'], [], [], ['warning 2'], [], []]);
  expect(await bench.ledger.deadlines.warned(bench.clock.now())).toMatchObject([{ warning: 2, answerBy: answerBy.at, portal: 'folder' }]);
  expect(await runOn(bench, [12])).toEqual([['warning 3', 'case']]);
  const view = await bench.only();
  expect(view).toMatchObject({ state: 'case', answerBy: answerBy.at });
  expect(codesOf(view.deliveries[0]!)).toEqual(['AB_PORTAL_DEADLINE', 'AB_TARGET_UNREACHABLE']);
  expect(view.deliveries[0]?.answers).toEqual(['delivered', 'retry', 'reject']);
  expect(view.events.filter(({ type }) => type === 'deadline-warning').map(({ detail }) => detail['warning'])).toEqual([1, 2, 3]);
  expect((await bench.ledger.audit.verify()).ok).toBe(true);
});

test('what a person lets go on after that goes on', async () => {
  await using bench = await stage();
  await runOn(bench, [0, 12]);
  const { key } = (await bench.only()).deliveries[0]!;
  await bench.ledger.deliveries.change({ key, to: 'ready', now: bench.clock.now(), by: 'clerk' });
  expect(await runOn(bench, [12.1, 12.2])).toEqual([[], []]);
  bench.target.faults.length = 0;
  await runOn(bench, [13.5]);
  expect(await bench.only()).toMatchObject({ state: 'accepted' });
  expect(await bench.only()).not.toHaveProperty('answerBy');
  expect(await bench.ledger.deadlines.warned(bench.clock.now())).toEqual([]);
});

test('the run of the day delivers first: what its target takes then is no case', async () => {
  await using bench = await stage(['unreachable']);
  await runOn(bench, [0]);
  expect(await runOn(bench, [12])).toEqual([['delivered']]);
  expect(bench.portal.reports).toMatchObject([{ kind: 'accepted' }]);
});

test('what the portal has rejected by itself meanwhile is delivered by nobody without a person', async () => {
  await using bench = await stage(['unreachable']);
  await runOn(bench, [0]);
  expect(await runOn(bench, [15])).toEqual([['case', 'warning 3']]);
  expect(bench.target.saved).toEqual([]);
  expect((await bench.only()).deliveries[0]?.findings[0]?.message).toContain('has rejected it by itself since');
});

test('what may be in its target already is looked up even then', async () => {
  await using bench = await stage(['cut-after-saving']);
  bench.target.failingLooks = 3;
  await runOn(bench, [0]);
  expect((await bench.only()).deliveries[0]?.state).toBe('unknown');
  bench.target.failingLooks = 0;
  await runOn(bench, [15]);
  expect((await bench.only()).deliveries[0]?.state).toBe('delivered');
});

test('an act whose end nobody saw on the last day is looked up for an hour before it is a case', async () => {
  await using bench = await stage(['unreachable', 'cut-before-saving']);
  bench.target.failingLooks = 1_000;
  await runOn(bench, [0, 12]);
  expect((await bench.only()).deliveries[0]?.state).toBe('unknown');
  expect(await runOn(bench, [12.02, 12.05])).toEqual([['unknown'], ['unknown', 'case']]);
});

test('a case stays what it is, and is warned of', async () => {
  await using bench = await openBench();
  bench.portal.put({ message: '<unknown/>', answerBy });
  expect(await runOn(bench, [0, 2, 12])).toEqual([['case'], ['warning 1'], ['warning 3']]);
  expect(codesOf(await bench.only())).not.toContain('AB_PORTAL_DEADLINE');
});

test('what the portal cannot be told is warned of, and no case: its target has it', async () => {
  await using bench = await stage([]);
  const down = (): Error => new NotDelivered('AB_PORTAL_UNREACHABLE', 'down');
  bench.portal.faults.report.push(...Array.from({ length: 10 }, down));
  expect(await runOn(bench, [0, 2, 12])).toEqual([['delivered'], ['warning 1'], ['warning 3']]);
  expect(await bench.only()).toMatchObject({ state: 'accepted', answerBy: answerBy.at });
  bench.portal.faults.report.length = 0;
  await runOn(bench, [13]);
  expect(await bench.ledger.deadlines.warned(bench.clock.now())).toEqual([]);
});

test('a portal that waits for ever is never warned of', async () => {
  await using bench = await openBench({ retry: { attempts: 100 } });
  bench.target.faults.push(...Array.from({ length: 20 }, () => 'unreachable' as const));
  bench.portal.put({ message: messageFor('Rex') });
  expect(await runOn(bench, [0, 2, 12, 30])).toEqual([[], [], [], []]);
});

test('a portal with which something is wrong is remembered until it is well, since the first time', async () => {
  await using bench = await openBench();
  const down = (): Error => new NotDelivered('AB_PORTAL_UNREACHABLE', 'down');
  bench.portal.faults.receive.push(down(), down());
  await runOn(bench, [0, 1]);
  expect(await bench.ledger.deadlines.failing()).toEqual([
    { portal: 'folder', since: start, at: start + day, codes: { AB_PORTAL_UNREACHABLE: 1 } },
  ]);
  await runOn(bench, [2]);
  expect(await bench.ledger.deadlines.failing()).toEqual([]);
});
