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

test('a message of which two processes died is a case and left alone; a person may have it read once more, alone', async () => {
  await using bench = await openBench();
  const { intake, views } = bench.ledger;
  const [gift = ''] = await takenIn(bench, 'Gift', 'Rex');
  await intake.beginReading([gift]);
  await intake.beginReading([gift]);
  await bench.run();
  expect(savedNames(bench)).toEqual(['Rex']);
  expect(await views.show(gift)).toMatchObject({
    state: 'case',
    findings: [{ code: 'AB_READING_DIED' }],
    answers: ['delivered', 'retry', 'reject'],
  });
  const readAgain = (): Promise<void> => intake.answer(gift, { answer: 'retry', now: bench.clock.now(), by: 'anna' });
  await readAgain();
  expect([await intake.unread(), await intake.suspects()]).toEqual([[], [{ id: gift, begun: 1 }]]);
  await intake.beginReading([gift]);
  await bench.run();
  expect(await views.show(gift)).toMatchObject({ state: 'case', findings: [{ code: 'AB_READING_DIED' }] });
  await readAgain();
  await bench.run();
  expect(savedNames(bench)).toEqual(['Rex', 'Gift']);
  expect(await intake.suspects()).toEqual([]);
});

test('what outlived its reading is no suspect, whatever ends the process behind it; all others are delivered and reported first', async () => {
  await using bench = await openBench({ target: { limits: { atOnce: 1 } } });
  const ids = await takenIn(bench, 'Gift', 'Rex');
  await bench.ledger.intake.beginReading(ids.slice(0, 1));
  const reported: number[] = [];
  let plans = 0;
  bench.onBoundary = (name) => {
    if (name !== 'plan:before' || (plans += 1) !== 2) return;
    reported.push(bench.portal.reports.length);
    throw new Error('the process ends');
  };
  await expect(bench.run()).rejects.toThrow('the process ends');
  expect(reported).toEqual([1]);
  expect([await bench.ledger.intake.unread(), await bench.ledger.intake.suspects()]).toEqual([ids.slice(0, 1), []]);
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
