import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSchemaSets } from '../message/schema-set/schema-sets.ts';
import type { SchemaSets } from '../message/schema-set/schema-set.ts';
import type { ValidatedFile } from './validated-file.ts';
import { validateFiles } from './validate-files.ts';

let directory: string;
let sets: SchemaSets;

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:xtest:1.0" elementFormDefault="qualified">
  <xs:element name="antrag"><xs:complexType><xs:sequence>
    <xs:element name="plz" maxOccurs="unbounded"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]{5}"/></xs:restriction></xs:simpleType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;
const antrag = (...codes: readonly string[]): string =>
  `<antrag xmlns="urn:xtest:1.0">${codes.map((code) => `\n<plz>${code}</plz>`).join('')}</antrag>`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'amtsbote-validate-'));
  await mkdir(join(directory, 'in/sub'), { recursive: true });
  await writeFile(join(directory, 'test.xsd'), schema);
  await writeFile(join(directory, 'in/good.xml'), antrag('03046'));
  await writeFile(join(directory, 'in/bad.xml'), antrag('GEHEIM', '03046', 'VERSCHLUSS'));
  await writeFile(join(directory, 'in/broken.xml'), '<antrag>GEHEIM');
  await writeFile(join(directory, 'in/other.xml'), '<b xmlns="urn:other"/>');
  await writeFile(join(directory, 'in/sub/form.json'), '{"a":1}');
  await writeFile(join(directory, 'in/notes.txt'), 'no message');
  sets = openSchemaSets(directory);
  await sets.import(join(directory, 'test.xsd'), { importedAt: new Date(0) });
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

const validate = (files: readonly string[], set?: string): Promise<readonly ValidatedFile[]> =>
  validateFiles(files, { directory, sets, set });

test('each message of a folder gets a verdict, and its set by its root element', async () => {
  const validated = await validate(['in']);
  expect(validated.map(({ file, set, validation }) => [file.replaceAll('\\', '/'), set, validation.verdict])).toEqual([
    ['in/bad.xml', 'xtest-1.0', 'invalid'],
    ['in/broken.xml', undefined, 'invalid'],
    ['in/good.xml', 'xtest-1.0', 'valid'],
    ['in/other.xml', undefined, 'not-checked'],
    ['in/sub/form.json', undefined, 'not-checked'],
  ]);
  const good = validated[2];
  expect(good?.sha256).toBe(createHash('sha256').update(antrag('03046')).digest('hex'));
  expect(good?.root).toEqual({ namespace: 'urn:xtest:1.0', localName: 'antrag' });
});

test('all errors are named by line and path, and no value of the message', async () => {
  const [bad] = await validate(['in/bad.xml']);
  expect(bad?.validation.findings).toMatchObject([
    { code: 'AB_SCHEMA_INVALID', where: { line: 2, path: '/antrag/plz' } },
    { code: 'AB_SCHEMA_INVALID', where: { line: 4, path: '/antrag/plz[3]' } },
  ]);
  expect(JSON.stringify(await validate(['in']))).not.toMatch(/GEHEIM|VERSCHLUSS|03046/);
});

test('several sets for one root are a question, answered by naming one', async () => {
  await sets.import(join(directory, 'test.xsd'), { importedAt: new Date(0), name: 'copy' });
  const [asked] = await validate(['in/good.xml']);
  expect(asked?.validation.verdict).toBe('not-checked');
  expect(asked?.validation.findings[0]?.message).toContain('copy, xtest-1.0');
  expect((await validate(['in/good.xml'], 'copy'))[0]?.validation.verdict).toBe('valid');
  await sets.remove('copy');
});

test('a set that is named holds for every message', async () => {
  expect((await validate(['in/other.xml'], 'xtest-1.0'))[0]?.validation.verdict).toBe('invalid');
  await expect(validate(['in/other.xml'], 'unknown')).rejects.toMatchObject({ code: 'AB_SCHEMA_SET_UNKNOWN' });
});

test('a file that does not exist and a folder without messages are a wrong use', async () => {
  await mkdir(join(directory, 'empty'), { recursive: true });
  await expect(validate(['in/gone.xml'])).rejects.toMatchObject({ code: 'AB_USAGE' });
  await expect(validate(['empty'])).rejects.toMatchObject({ code: 'AB_USAGE' });
});
