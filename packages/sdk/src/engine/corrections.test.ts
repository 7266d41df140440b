import { expect, test } from 'vitest';
import type { Profile } from '../message/profile/profile.ts';
import { type Bench, messageFor, openBench } from './engine.test-support.ts';

/** A standard of the tests: the header stands in attributes of the root. */
const dogStandard: Profile = {
  name: 'xhund',
  title: 'XHund',
  detect: () => ({ version: '1.0', type: '0100' }),
  header: ({ root }) => ({
    messageId: root.attributes.get('id'),
    matter: root.attributes.get('vorgang'),
    test: false,
    refersTo: root.attributes.get('bezug')?.split(' ') ?? [],
  }),
};

async function take(bench: Bench, attributes: string, name: string): Promise<string> {
  bench.portal.put({ message: messageFor(name).replace('xmlns=', `${attributes} xmlns=`) });
  await bench.run();
  return (await bench.ledger.views.list({}))[0]?.id ?? '';
}

const related = async (bench: Bench, id: string): Promise<readonly (readonly [string, string])[]> =>
  (await bench.ledger.views.show(id)).related.map((one) => [one.id, one.relation]);

test('a correction is a delivery of its own, and both name each other', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  const first = await take(bench, 'id="1"', 'Rex');
  const correction = await take(bench, 'id="2" bezug="1 77"', 'Rexa');
  const other = await take(bench, 'id="3"', 'Bello');
  expect(bench.target.saved.map(({ record }) => record['name'])).toEqual(['Rex', 'Rexa', 'Bello']);
  expect(new Set(bench.target.saved.map(({ key }) => key)).size).toBe(3);
  expect(await related(bench, first)).toEqual([[correction, 'referred-by']]);
  expect(await related(bench, correction)).toEqual([[first, 'refers-to']]);
  expect(await related(bench, other)).toEqual([]);
});

test('a correction that comes before what it corrects is found by it, too', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  const correction = await take(bench, 'id="2" bezug="1"', 'Rexa');
  const first = await take(bench, 'id="1"', 'Rex');
  expect(await related(bench, first)).toEqual([[correction, 'referred-by']]);
});

test('the other submissions of a matter are named, the closest relation of each', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  const first = await take(bench, 'id="1" vorgang="V"', 'Rex');
  const second = await take(bench, 'id="2" vorgang="V"', 'Rexa');
  const correction = await take(bench, 'id="3" vorgang="V" bezug="1"', 'Rexi');
  expect(await related(bench, first)).toEqual([
    [second, 'same-matter'],
    [correction, 'referred-by'],
  ]);
  expect(await related(bench, correction)).toEqual([
    [first, 'refers-to'],
    [second, 'same-matter'],
  ]);
});

test('a message id with other content names the one it was used by, and an id of another standard does not count', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  const first = await take(bench, 'id="1"', 'Rex');
  const again = await take(bench, 'id="1"', 'Rexa');
  expect(await related(bench, again)).toEqual([[first, 'same-message']]);
  expect(await related(bench, first)).toEqual([[again, 'same-message']]);
});

test('the same submission once more is counted, shown as such, and no submission of its own', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  const first = await take(bench, 'id="1"', 'Rex');
  await take(bench, 'id="1"', 'Rex');
  expect(await bench.only()).toMatchObject({ id: first, duplicates: 1, related: [] });
  expect((await bench.only()).events.map(({ type }) => type)).toContain('duplicate');
});

test('what relates messages is kept as keyed hashes, and goes with the hashes', async () => {
  await using bench = await openBench({ profiles: [dogStandard] });
  await take(bench, 'id="Lang-1"', 'Rex');
  const correction = await take(bench, 'id="Lang-2" bezug="Lang-1"', 'Rexa');
  await bench.run();
  for (const kinds of [['content', 'evidence', 'metadata'], ['history'], ['hashes']] as const) {
    expect(await bench.ledger.retention.purge({ id: correction, kinds, now: bench.clock.now(), by: 'x' })).toBeDefined();
    await bench.run();
  }
  const [first] = await bench.ledger.views.list({});
  expect(await related(bench, first?.id ?? '')).toEqual([]);
});
