import { expect, test } from 'vitest';
import { playBeside } from './play-beside.ts';

/** `npm run crash -- --beside 120` takes longer. */
const seconds = 20;

test(`for ${seconds} s, pairs of runs beside seven readers, resolve and retry: nobody meets a busy ledger, and everybody gets on`, async () => {
  const count = await playBeside(seconds * 1000);
  console.log(JSON.stringify(count));
  expect(count).toMatchObject({ faults: [], doubled: 0 });
  expect(count.runs).toBeGreaterThan(1);
  expect(count.reads).toBeGreaterThan(50);
  expect(count.answers).toBeGreaterThan(5);
  expect(count.delivered).toBe((count.submissions * 3) / 4);
  expect(count.longestMs).toBeLessThan(10_000);
});
