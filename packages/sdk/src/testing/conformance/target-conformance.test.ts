import { describe, expect, test } from 'vitest';
import type { ConformanceCase } from './conformance-case.ts';
import { liars } from './lying-channels.test-support.ts';
import { memoryRecord, memorySuite } from './memory-bed.test-support.ts';

describe('an honest target', () => {
  test.each(runnable(memorySuite()))('%s', (_name, run) => expect(run()).resolves.toBeUndefined());
});

describe('an honest target that cannot look up', () => {
  const suite = memorySuite({
    capabilities: { find: 'none' },
    declares: { find: 'none', idempotencyKey: false },
  });
  test.each(runnable(suite))('%s', (_name, run) => expect(run()).resolves.toBeUndefined());
});

test('a case that cannot be run says why, and does not pass', async () => {
  const skipped = memorySuite({ inject: {} }).filter((one) => one.skipped !== undefined);
  const reasons = skipped.map((one) => one.skipped);
  expect(reasons).toContain('`inject.cutAfterSaving` is missing');
  expect(reasons).toContain('the channel declares `idempotencyKey: false`');
  for (const one of skipped) await expect(one.run()).rejects.toThrow(one.skipped ?? '');
});

test.each(liars)('a target that $liar fails the case "$fails"', async ({ fails, bed }) => {
  const [named, ...more] = memorySuite(bed).filter(({ name }) => name.includes(fails));
  expect(more).toEqual([]);
  expect(named?.skipped).toBeUndefined();
  const failure: unknown = await named?.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'ConformanceFailure' });
  expect(String(failure)).not.toMatch(new RegExp(`${memoryRecord.keeper}|${memoryRecord.breed}`));
});

test('every case but those of missing options is failed by some liar', () => {
  const unfailed = memorySuite()
    .map(({ name }) => name)
    .filter((name) => !liars.some(({ fails }) => name.includes(fails)));
  expect(unfailed).toEqual(['an answer later than the deadline leaves the outcome unknown, and the look-up finds the one record']);
});

function runnable(suite: readonly ConformanceCase[]): readonly (readonly [name: string, run: ConformanceCase['run']])[] {
  return suite.flatMap(({ name, skipped, run }) => (skipped === undefined ? [[name, run] as const] : []));
}
