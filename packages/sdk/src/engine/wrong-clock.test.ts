import { expect, test } from 'vitest';
import { type Bench, messageFor, openBench } from './engine.test-support.ts';

const year = 365 * 86_400_000;

/** What happens on a machine whose clock is wrong, until somebody puts it right. */
async function whileAhead(bench: Bench, ms: number, act: () => Promise<unknown>): Promise<void> {
  const right = bench.clock.now();
  bench.clock.set(right + ms);
  await act();
  bench.clock.set(right);
}

test('a pause that began while the clock was a year ahead does not last a year', async () => {
  await using bench = await openBench();
  bench.target.faults.push('login-failed');
  bench.portal.put({ message: messageFor('Rex') });
  await whileAhead(bench, year, () => bench.run());
  expect((await bench.ledger.targets.pauses())[0]?.until).toBeGreaterThan(bench.clock.now() + year);
  await bench.run();
  expect(bench.target.saved).toHaveLength(1);
  expect(await bench.ledger.targets.pauses()).toEqual([]);
});

test('what was to be tried again while the clock was a year ahead is due once the clock is right', async () => {
  await using bench = await openBench();
  bench.target.faults.push('unreachable');
  bench.portal.put({ message: messageFor('Rex') });
  await whileAhead(bench, year, () => bench.run());
  expect(bench.target.saved).toEqual([]);
  await bench.run();
  expect(bench.target.saved).toHaveLength(1);
});

test('a report that failed while the clock was a year ahead is sent once the clock is right', async () => {
  await using bench = await openBench();
  bench.portal.faults.report.push(new Error('not now'));
  bench.portal.put({ message: messageFor('Rex') });
  await whileAhead(bench, year, () => bench.run());
  await bench.run();
  expect(bench.portal.reports).toHaveLength(1);
});

test('an outcome that became unknown while the clock was a year ahead is looked up, but not before the declared times have passed', async () => {
  await using bench = await openBench({ retry: { waitForUnknownMs: 0 } });
  bench.target.faults.push('cut-before-saving');
  bench.portal.put({ message: messageFor('Rex') });
  await whileAhead(bench, year, () => bench.run());
  await bench.run();
  bench.clock.advance(699);
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({ state: 'unknown' });
  const { looks } = (await bench.ledger.deliveries.unknownDue(bench.clock.now() + 1))[0]!;
  expect(looks).toBe(0);
  for (let run = 0; run < 3; run += 1) {
    bench.clock.advance(1_000);
    await bench.run();
  }
  expect(bench.target.saved).toHaveLength(1);
});
