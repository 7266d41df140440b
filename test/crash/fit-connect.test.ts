import { expect, test } from 'vitest';
import { playKills } from './fit-connect/play-kills.ts';

/** `npm run crash -- --fit-connect 200 --seed S` plays more. */
const wanted = 12;
const seed = 20_261_122;

test(`of ${wanted} runs that are killed at random against a delivery service with faults, each submission has one record and one answer`, async () => {
  const said: string[] = [];
  const { kills, submissions, lost, doubled, wrong, stuck } = await playKills({
    kills: wanted,
    seed,
    perRound: 4,
    lanes: 3,
    say: (line) => said.push(line),
  });
  expect({ said, lost, doubled, wrong, stuck }).toEqual({ said: [], lost: 0, doubled: 0, wrong: 0, stuck: 0 });
  expect(kills).toBe(wanted);
  expect(submissions).toBeGreaterThanOrEqual(wanted);
}, 300_000);
