import { expect, test } from 'vitest';
import { playKills } from './fit-connect/play-kills.ts';

/** `npm run crash -- --fit-connect 200 --seed S` plays more. */
const runs = 12;
const seed = 20_261_122;

test(`of ${runs} runs against a delivery service with faults, killed at random, each submission has one record and one answer`, async () => {
  const said: string[] = [];
  const { kills, submissions, lost, doubled, wrong, stuck } = await playKills({
    runs,
    seed,
    perRound: 4,
    lanes: 3,
    say: (line) => said.push(line),
  });
  expect({ said, lost, doubled, wrong, stuck }).toEqual({ said: [], lost: 0, doubled: 0, wrong: 0, stuck: 0 });
  expect(kills).toBeGreaterThan(runs / 2);
  expect(submissions).toBeGreaterThanOrEqual(runs);
}, 300_000);
