import { expect, test } from 'vitest';
import { type Bench, messageFor, openBench } from './engine.test-support.ts';

const dayMs = 86_400_000;
/** What the target of the bench declares: in flight 500 ms, and 200 ms until a search shows a record. */
const declaredMs = 700;

/** An outcome that is unknown since the run of now, on a machine that started a minute ago. */
async function benchWithUnknown(): Promise<{ readonly bench: Bench; readonly pass: (ms: number) => void }> {
  const bench = await openBench({ retry: { waitForUnknownMs: 0 } });
  let sinceBoot = 60_000;
  bench.clock.sinceBoot = () => sinceBoot;
  bench.target.faults.push('cut-before-saving');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  const pass = (ms: number): void => {
    sinceBoot += ms;
    bench.clock.advance(ms);
  };
  return { bench, pass };
}

async function looksOf(bench: Bench): Promise<number | undefined> {
  return (await bench.ledger.deliveries.unknownDue(bench.clock.now() + 10 * dayMs))[0]?.looks;
}

test.each([dayMs, -dayMs])(
  'when the clock was set by %i ms since the last run, what is unknown waits its declared times anew',
  async (ms) => {
    const { bench, pass } = await benchWithUnknown();
    await using _ = bench;
    pass(100);
    bench.clock.advance(ms);
    await bench.run();
    pass(declaredMs - 1);
    await bench.run();
    expect(await looksOf(bench)).toBe(0);
    pass(1);
    await bench.run();
    expect(await looksOf(bench)).toBe(1);
  },
);

test('a day that has passed is no clock that was set', async () => {
  const { bench, pass } = await benchWithUnknown();
  await using _ = bench;
  pass(dayMs);
  await bench.run();
  expect(await looksOf(bench)).toBe(1);
});
