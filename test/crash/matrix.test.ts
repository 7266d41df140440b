import { expect, test } from 'vitest';
import { playMatrix, sumOf } from './matrix/play-matrix.ts';
import { targetFaults } from './matrix/target-faults.ts';

/** `npm run crash -- --runs 1000 --seed S` plays more. */
const runs = 100;
const seed = 20_261_122;
/** Rounds at the same time: most of a round is waiting. */
const lanes = 6;
const otherFaults = ['disk full', 'clock +1 day', 'clock -1 day', 'two at once'];

test(`of ${runs} rounds over five ways into the target, killed at random with faults, none loses or doubles a record`, async () => {
  const started = performance.now();
  const said: string[] = [];
  const counts = await playMatrix({ runs, seed, lanes, say: (line) => said.push(line) });
  for (const [kind, one] of counts) console.log(`${kind}: ${JSON.stringify(one)}`);
  console.log(`${Math.round((performance.now() - started) / runs)} ms per round`);
  const sum = sumOf(counts.values());
  expect({ ...sum, said }).toMatchObject({ runs, lost: 0, doubled: 0, needless: 0, said: [] });
  expect(sum.kills).toBeGreaterThan(runs);
  expect(Object.keys(sum.faults)).toEqual(expect.arrayContaining([...Object.keys(targetFaults), ...otherFaults]));
}, 1_200_000);
