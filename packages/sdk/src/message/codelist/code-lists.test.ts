import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CodeList } from './code-list.ts';
import { codeListUse } from './code-list-use.ts';
import { codeListsOf, compareVersions } from './code-lists.ts';

function list(version: string, uri = 'urn:test:farbe', title = 'Farbe'): CodeList {
  return { uri, version, title, columns: [], keyColumn: 'code', entries: [], entry: () => undefined };
}

function found(versions: readonly string[], version?: string): unknown {
  const result = codeListsOf(versions.map((each) => list(each))).find('urn:test:farbe', version);
  return result && [result.list.version, result.newer, result.otherVersion];
}

test('versions are ordered as a person reads them', () => {
  const inOrder = ['1', '1.1', '1.9', '1.10', '2', '2.0.1', '10', '25.11', '25.11a', '25.11b', '26.11'];
  for (const [index, version] of inOrder.entries()) {
    for (const [other, otherVersion] of inOrder.entries()) {
      expect([version, otherVersion, Math.sign(compareVersions(version, otherVersion))]).toEqual([
        version,
        otherVersion,
        Math.sign(index - other),
      ]);
    }
  }
  expect(compareVersions('2024-08-01', '2026-06-30')).toBeLessThan(0);
  expect(compareVersions('2010-04-01', '2010-10-01')).toBeLessThan(0);
  expect(compareVersions('4', '4.0')).toBe(0);
});

test('the order of versions is an order', () => {
  const version = fc.stringMatching(/^[0-9]{1,3}([.-][0-9]{1,2}){0,2}[ab]?$/);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('the version asked for is found, however many there are', () => {
  expect(found(['2.0', '10.0', '1.0'], '2.0')).toEqual(['2.0', false, false]);
  expect(found(['4', '4.0'], '4')).toEqual(['4', false, false]);
  expect(found(['4.0', '4'], '4.0')).toEqual(['4.0', false, false]);
});

test('a version newer than all at hand gives the newest and says so', () => {
  expect(found(['2024-08-01', '2026-01-31', '2025-03-31'], '2026-06-30')).toEqual(['2026-01-31', true, false]);
});

test('any other version gives the next newer one and says so', () => {
  expect(found(['2', '10', '4'], '3')).toEqual(['4', false, true]);
  expect(found(['2', '4'], '1')).toEqual(['2', false, true]);
  expect(found(['4.0'], '4')).toEqual(['4.0', false, true]);
});

test('without a version, or with an empty one, the newest is meant', () => {
  expect(found(['9', '10'])).toEqual(['10', false, false]);
  expect(found(['9', '10'], '')).toEqual(['10', false, false]);
});

test('an unknown list is not found, also where it is called like a word of JavaScript', () => {
  const lists = codeListsOf([list('1')]);
  expect([lists.find('urn:test:form'), lists.find(''), lists.find('constructor')]).toEqual([undefined, undefined, undefined]);
});

test('of two lists with the same version the first is used, and both are shown', () => {
  const lists = codeListsOf([list('1', 'urn:a', 'first'), list('1', 'urn:a', 'second')]);
  expect([lists.find('urn:a')?.list.title, lists.all.length]).toEqual(['first', 2]);
});

test('a code is from the list that the schema fixes, else from the one the message names', () => {
  const urn = 'urn:a';
  expect(codeListUse({ uri: urn, version: '1' }, {})).toEqual({ type: 1, uri: urn, version: '1', contradicts: false });
  expect(codeListUse({ uri: urn }, { uri: urn, version: '7' })).toEqual({ type: 3, uri: urn, version: '7', contradicts: false });
  expect(codeListUse({}, { uri: 'urn:b', version: '7' })).toEqual({ type: 4, uri: 'urn:b', version: '7', contradicts: false });
});

test('empty attributes say nothing; others than the fixed ones contradict, and the schema counts', () => {
  expect(codeListUse({ uri: 'urn:a', version: '1' }, { uri: '', version: '' })).toMatchObject({ uri: 'urn:a', contradicts: false });
  expect(codeListUse({}, { uri: '', version: '' })).toEqual({ type: 4, uri: undefined, version: undefined, contradicts: false });
  expect(codeListUse({ uri: 'urn:a' }, { uri: 'urn:b', version: '2' })).toEqual({ type: 3, uri: 'urn:a', version: '2', contradicts: true });
  expect(codeListUse({ uri: 'urn:a', version: '1' }, { version: '2' })).toMatchObject({ version: '1', contradicts: true });
});
