import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupFiles } from './grouping.ts';
import type { ListedFile } from './listing.ts';
import { readinessOf } from './settling.ts';

function listed(name: string, changedMs = 0): ListedFile {
  return { path: `/in/${name}`, name, stamp: { size: 1, modifiedNs: 0n, inode: 0n, changedMs } };
}

function groups(...names: string[]): Record<string, string[]> {
  const entries = groupFiles(names.map((name) => listed(name))).map(({ kind, base, files, marker }): [string, string[]] => [
    `${kind} ${base}${marker === undefined ? '' : ' done'}`,
    files.map(({ name }) => name),
  ]);
  return Object.fromEntries(entries);
}

test('a message takes the files that carry its name', () => {
  expect(groups('antrag-1.xml', 'antrag-1.pdf', 'antrag-1_plan.pdf', 'antrag-10.pdf', 'b.JSON')).toEqual({
    'files antrag-1': ['antrag-1.xml', 'antrag-1.pdf', 'antrag-1_plan.pdf'],
    'files b': ['b.JSON'],
    'orphan antrag-10': ['antrag-10.pdf'],
  });
});

test('the longest fitting name wins', () => {
  expect(groups('a.xml', 'a_b.xml', 'a_b_1.pdf', 'a_c.pdf')).toEqual({
    'files a': ['a.xml', 'a_c.pdf'],
    'files a_b': ['a_b.xml', 'a_b_1.pdf'],
  });
});

test('two messages of one name are one submission', () => {
  expect(groups('a.xml', 'a.json')).toEqual({ 'files a': ['a.xml', 'a.json'] });
});

test('a marker names the file or its base', () => {
  expect(groups('a.xml', 'a.done', 'b.zip', 'b.zip.done', 'c.zip')).toEqual({
    'files a done': ['a.xml'],
    'zip b done': ['b.zip'],
    'zip c': ['c.zip'],
  });
});

test('every file is in exactly one submission, in whatever order they are listed', () => {
  const name = fc.stringMatching(/^[ab_.]{1,4}(\.xml|\.json|\.pdf|\.zip|_1\.png|)$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
      const grouped = groupFiles(names.map((file) => listed(file))).flatMap(({ files }) => files.map((file) => file.name));
      const reversed = groupFiles(names.toReversed().map((file) => listed(file)));
      expect(grouped.toSorted()).toEqual(names.toSorted());
      expect(reversed.map(({ base, kind, files }) => [base, kind, files.length].join()).toSorted()).toEqual(
        groupFiles(names.map((file) => listed(file)))
          .map(({ base, kind, files }) => [base, kind, files.length].join())
          .toSorted(),
      );
    }),
  );
});

const settling = { now: 1_000_000, settleMs: 2000, requireDone: false };
test.each([
  ['changed long ago', 'a.xml', 900_000, {}, 'complete'],
  ['changed just now', 'a.xml', 999_999, {}, 'look-again'],
  ['changed within the difference of clocks', 'a.xml', 980_000, {}, 'look-again'],
  ['changed in the future', 'a.xml', 2_000_000, {}, 'look-again'],
  ['settled by configuration', 'a.xml', 999_999, { settleMs: 0 }, 'complete'],
  ['without a marker that is required', 'a.xml', 0, { requireDone: true }, 'leave'],
  ['an orphan that is young', 'a.pdf', 950_000, {}, 'leave'],
  ['an orphan that is old', 'a.pdf', 900_000, {}, 'complete'],
])('%s', (...row) => {
  const [, name, changedMs, options, readiness] = row;
  const [candidate] = groupFiles([listed(name, changedMs)]);
  if (candidate === undefined) throw new Error('no candidate');
  expect(readinessOf(candidate, { ...settling, ...options })).toBe(readiness);
});

test('a marker makes complete at once', () => {
  const [candidate] = groupFiles([listed('a.xml', 999_999), listed('a.done')]);
  if (candidate === undefined) throw new Error('no candidate');
  expect(readinessOf(candidate, { ...settling, requireDone: true })).toBe('complete');
});
