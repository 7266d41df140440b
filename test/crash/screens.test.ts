import { expect, test } from 'vitest';
import { playScreens, sumOfScreens } from './screens/play-screens.ts';

/** `npm run crash -- --screens 200 --seed S` plays more. */
const rounds = 12;
/** With it each way is struck twice, most of them between the held request and the answer: six processes, three browsers, three tabs. */
const seed = 245;

test(`of ${rounds} kills around the commit of process, browser or tab, over three skins and both kinds of connector, each leaves one record`, async () => {
  const said: string[] = [];
  const counts = await playScreens({ rounds, seed, lanes: 4, say: (line) => said.push(line) });
  for (const [way, count] of counts) console.log(`${way}: ${JSON.stringify(count)}`);
  const sum = sumOfScreens(counts.values());
  expect({ ...sum, said }).toMatchObject({ rounds, lost: 0, doubled: 0, cases: 0, said: [] });
  expect([...counts.keys()]).toHaveLength(6);
  expect(sum.kills.process).toBeGreaterThan(2);
  if (process.platform === 'linux') expect(Math.min(sum.kills.browsers, sum.kills.tabs)).toBeGreaterThan(0);
});
