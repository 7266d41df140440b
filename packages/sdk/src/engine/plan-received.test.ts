import { expect, test } from 'vitest';
import type { SubmissionId } from '../model/ids.ts';
import { type Bench, messageFor, openBench, verdictOf } from './engine.test-support.ts';

/** Takes submissions in without reading them, in their order; what a run that ended in between leaves. */
async function takenIn(bench: Bench, ...names: readonly string[]): Promise<readonly SubmissionId[]> {
  const stop = new AbortController();
  let left = names.length;
  bench.onBoundary = (name) => {
    if (name === 'intake:acknowledged' && (left -= 1) === 0) stop.abort();
  };
  bench.portal.put(...names.map((name) => ({ message: messageFor(name) })));
  await bench.run({ signal: stop.signal });
  bench.onBoundary = () => undefined;
  return bench.ledger.intake.unread();
}

const savedNames = (bench: Bench): readonly unknown[] => bench.target.saved.map((one) => one.record['name']);

test('what was being read when a process died is read again, one by one and after all others', async () => {
  await using bench = await openBench({ target: { limits: { atOnce: 1 } } });
  const ids = await takenIn(bench, 'Gift', 'Rex', 'Bella');
  expect(ids).toHaveLength(3);
  await bench.ledger.intake.beginReading(ids.slice(0, 1));
  expect(await bench.ledger.intake.unread()).toEqual(ids.slice(1));
  await bench.run();
  expect(savedNames(bench)).toEqual(['Rex', 'Bella', 'Gift']);
  expect(await bench.ledger.intake.suspects()).toEqual([]);
});

test('a message that ends the process again and again is a case in the end; a person may have it read once more', async () => {
  await using bench = await openBench();
  const [gift = ''] = await takenIn(bench, 'Gift', 'Rex');
  for (let death = 0; death < 5; death += 1) await bench.ledger.intake.beginReading([gift]);
  await bench.run();
  expect(savedNames(bench)).toEqual(['Rex']);
  const view = await bench.ledger.views.show(gift);
  expect(view).toMatchObject({ state: 'case', findings: [{ code: 'AB_READING_DIED' }], answers: ['delivered', 'retry', 'reject'] });
  await bench.ledger.intake.answer(gift, { answer: 'retry', now: bench.clock.now(), by: 'anna' });
  await bench.run();
  expect(savedNames(bench)).toEqual(['Rex', 'Gift']);
});

test('an interrupt while messages are read makes none of them a suspect', async () => {
  await using bench = await openBench({
    route: {
      validate: async () => {
        stop.abort();
        return verdictOf('valid');
      },
    },
  });
  const stop = new AbortController();
  await takenIn(bench, 'Rex', 'Bella');
  await bench.run({ signal: stop.signal });
  expect(await bench.ledger.intake.suspects()).toEqual([]);
  expect(await bench.ledger.intake.unread()).toHaveLength(1);
});

test('a reading that hangs is given up, and the others are delivered in the same run', async () => {
  let reading = 0;
  await using bench = await openBench({
    retry: { attemptMs: 100 },
    route: { validate: () => ((reading += 1) === 1 ? new Promise(() => undefined) : Promise.resolve(verdictOf('valid'))) },
  });
  bench.portal.put({ message: messageFor('Gift') }, { message: messageFor('Rex') });
  await bench.run();
  expect(savedNames(bench)).toEqual(['Rex']);
  expect(await bench.ledger.views.list({ state: 'case' })).toMatchObject([{ findings: [{ code: 'AB_DEADLINE' }] }]);
});
