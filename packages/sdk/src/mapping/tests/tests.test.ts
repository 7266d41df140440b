import { expect, test } from 'vitest';
import { readMessage } from '../../message/read-message.ts';
import type { MappingResult } from '../mapping.ts';
import { compareResult } from './compare-result.ts';
import { junitXml } from './junit.ts';
import { type MappingTest, parseTestFile } from './test-file.ts';

const base: MappingTest = { name: 'a', message: 'a.xml' };
const mapped = (record: Extract<MappingResult, { outcome: 'mapped' }>['record']): MappingResult => ({ outcome: 'mapped', record });

test('a record is compared field by field, down to lists and records inside', () => {
  const expected = { ...base, record: { name: 'A', keeper: { town: 'B' }, dogs: [{ chip: '1' }, { chip: '2' }], old: true } };
  expect(compareResult(expected, mapped(expected.record))).toMatchObject({ ok: true, differences: [] });
  const came = mapped({ name: 'A', keeper: { town: 'C' }, dogs: [{ chip: '1' }], new: 'x' });
  expect(compareResult(expected, came)).toMatchObject({
    ok: false,
    differences: [
      { field: 'keeper.town', expected: 'B', actual: 'C' },
      { field: 'dogs[1]', expected: { chip: '2' }, actual: undefined },
      { field: 'old', expected: true, actual: undefined },
      { field: 'new', expected: undefined, actual: 'x' },
    ],
  });
});

test('a text is not the number or truth value that looks like it', () => {
  expect(compareResult({ ...base, record: { a: '1', b: 'true' } }, mapped({ a: 1, b: true })).differences).toHaveLength(2);
});

test('findings are compared by code and field, each counting once', () => {
  const result: MappingResult = {
    outcome: 'case',
    findings: [
      { code: 'AB_FIELD_MISSING', message: 'x', where: { field: 'a' } },
      { code: 'AB_FIELD_MISSING', message: 'y', where: { field: 'b' } },
    ],
  };
  const outcome = (findings: MappingTest['findings']): ReturnType<typeof compareResult> => compareResult({ ...base, findings }, result);
  expect(outcome([{ code: 'AB_FIELD_MISSING' }, { code: 'AB_FIELD_MISSING', field: 'a' }]).ok).toBe(true);
  expect(outcome([{ code: 'AB_FIELD_MISSING' }])).toMatchObject({ ok: false, unexpected: [{ message: 'y' }] });
  expect(outcome([{ code: 'AB_CODE_UNKNOWN' }, { code: 'AB_FIELD_MISSING' }]).absent).toEqual([{ code: 'AB_CODE_UNKNOWN' }]);
  expect(compareResult({ ...base, record: {} }, result).ok).toBe(false);
  expect(compareResult({ ...base, findings: [{ code: 'AB_FIELD_MISSING' }] }, mapped({ a: 'x' }))).toMatchObject({ ok: false });
});

test('a test that expects nothing fails, so that it is written to the end', () => {
  expect(compareResult(base, mapped({}))).toMatchObject({ ok: false, expectsNothing: true });
});

test('a test file keeps texts, and says with line and column what is wrong', async () => {
  const read = await parseTestFile(
    "mapping: a.yaml\ntests:\n  - { name: a, message: a.xml, today: 2026-01-02, record: { plz: '03046' } }\n",
    'a.test.yaml',
  );
  expect(read.tests).toEqual([{ name: 'a', message: 'a.xml', today: '2026-01-02', record: { plz: '03046' } }]);
  await expect(parseTestFile('mapping: a.yaml\ntests:\n  - { name: a, mesage: a.xml }\n', 'a.test.yaml')).rejects.toMatchObject({
    findings: expect.arrayContaining([
      expect.objectContaining({
        message: '`mesage` is not known here; did you mean `message`?',
        where: expect.objectContaining({ line: 3, column: 16 }),
      }),
    ]),
  });
  await expect(
    parseTestFile('mapping: a.yaml\ntests:\n  - { name: a, message: a.xml, record: { plz: 03046 } }\n', 'a.test.yaml'),
  ).rejects.toMatchObject({
    code: 'AB_MAPPING_INVALID',
  });
});

test('JUnit XML is well-formed whatever the names are, and counts failures and errors', async () => {
  const xml = junitXml([
    {
      name: 'mappings/dog',
      file: 'mappings/dog.test.yaml',
      cases: [
        { name: 'Hund & "Katze" <1>\u0000', seconds: 0.0123, line: 3 },
        { name: 'b', seconds: 1, failure: ['keeper.town differs', 'x is new'] },
        { name: 'c', seconds: 0, error: ['AB_MAPPING_INVALID broken'] },
      ],
    },
  ]);
  using document = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  expect(Object.fromEntries(document.root.attributes)).toEqual({
    name: 'amtsbote mapping test',
    tests: '3',
    failures: '1',
    errors: '1',
    skipped: '0',
    time: '1.012',
  });
  expect(xml).toContain('<failure message="keeper.town differs" type="AB_MAPPING_TEST_FAILED">keeper.town differs\nx is new</failure>');
});
