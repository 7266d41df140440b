import { expect, test } from 'vitest';
import { playScreens, sumOfScreens } from './screens/play-screens.ts';

/** `npm run crash -- --screens 200 --seed S` plays more. */
const rounds = 12;
const seed = 20_261_122;

test(`of ${rounds} kills around the commit of process, browser or tab, over three skins and both kinds of connector, each leaves one record`, async () => {
  const said: string[] = [];
  const counts = await playScreens({ rounds, seed, lanes: 4, say: (line) => said.push(line) });
  for (const [way, count] of counts) console.log(`${way}: ${JSON.stringify(count)}`);
  const sum = sumOfScreens(counts.values());
  expect({ ...sum, said }).toMatchObject({ rounds, lost: 0, doubled: 0, cases: 0, said: [] });
  expect([...counts.keys()]).toHaveLength(6);
  expect(sum.kills.process + sum.kills.browsers + sum.kills.tabs).toBeGreaterThan(rounds / 2);
});
