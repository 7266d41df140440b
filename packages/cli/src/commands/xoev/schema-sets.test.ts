import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, runCli } from '../../deps.test-support.ts';

let folder: string;

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:xtest:1.0" elementFormDefault="qualified">
  <xs:element name="antrag"><xs:complexType><xs:sequence>
    <xs:element name="plz" maxOccurs="unbounded"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]{5}"/></xs:restriction></xs:simpleType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-xoev-'));
  await mkdir(join(folder, 'schemas'));
  await writeFile(join(folder, 'schemas/xtest.xsd'), schema);
  await writeFile(join(folder, 'schemas/handbook.pdf'), 'pdf');
  await writeFile(join(folder, 'good.xml'), '<antrag xmlns="urn:xtest:1.0"><plz>03046</plz></antrag>');
  await writeFile(join(folder, 'bad.xml'), '<antrag xmlns="urn:xtest:1.0">\n<plz>GEHEIM</plz>\n<ort>GEHEIM</ort></antrag>');
  await writeFile(join(folder, 'other.xml'), '<b xmlns="urn:other"/>');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const xoev = (...argv: readonly string[]): Promise<Ran> =>
  runCli(['xoev', ...argv], { cwd: folder, deps: { now: () => Date.UTC(2026, 10, 20, 8) } });

test('a project begins without sets; an import says what it brought and what to do next', async () => {
  expect((await xoev('list')).stdout).toBe('The project has no schema sets yet. `amtsbote xoev import SOURCE` adds one.\n');
  const ran = await xoev('import', 'schemas');
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout.replace(/\d+ ms/, 'N ms')).toMatchInlineSnapshot(`
    "Imported as xtest-1.0, compiled in N ms. Schemas: 1, rule files: 0, code lists: 0, possible roots of messages: 1.
      Left out, because they are no schema, rules or code list: 1 × .pdf.
    Next: \`amtsbote xoev sample xtest-1.0\` lists its messages, \`amtsbote xoev validate FILE\` checks one.
    "
  `);
  const listed = (await xoev('list', '--json')).json()[0];
  expect(listed).toMatchObject({ schema: 'amtsbote.xoev-list/1', sets: [{ name: 'xtest-1.0', schemas: 1, roots: 1 }], codeLists: 0 });
});

test('a set of the same name is not replaced unasked, and a removed one is gone', async () => {
  await xoev('import', 'schemas');
  const again = await xoev('import', 'schemas');
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('--replace');
  expect((await xoev('import', 'schemas', '--replace')).code).toBe(0);
  expect((await xoev('import', 'schemas', '--name', 'mine')).code).toBe(0);
  expect((await xoev('remove', 'mine')).stdout).toBe('Removed the schema set mine.\n');
  expect((await xoev('remove', 'mine')).code).toBe(2);
});

test('a validation says what is wrong, where, and what to do, and never a value', async () => {
  await xoev('import', 'schemas');
  const ran = await xoev('validate', 'good.xml', 'bad.xml', 'other.xml');
  expect(ran).toMatchObject({ code: 3, stderr: '' });
  expect(ran.stdout).toMatchInlineSnapshot(`
    "valid        good.xml  (set xtest-1.0)
    invalid      bad.xml  (set xtest-1.0)
        AB_SCHEMA_INVALID The message does not match its schema (X001)
          line 2: the element plz breaks the facet pattern of its type
            /antrag/plz
          line 3: the element ort is not expected here; expected: plz
            /antrag/ort
          Hint: The sender must correct it.
    not checked  other.xml
        AB_SCHEMA_NOT_CHECKED The message could not be checked against its schema
          no schema set declares the root element b of urn:other
          Hint: Import the schemas of its standard with \`amtsbote xoev import\`.

    Files: 3. Valid: 1, invalid: 1, not checked: 1
    "
  `);
  expect(ran.stdout).not.toContain('GEHEIM');
});

test('the same in German', async () => {
  await xoev('import', 'schemas');
  expect((await xoev('validate', 'good.xml', 'bad.xml', '--lang', 'de')).stdout).toMatchInlineSnapshot(`
    "gültig    good.xml  (Paket xtest-1.0)
    ungültig  bad.xml  (Paket xtest-1.0)
        AB_SCHEMA_INVALID Die Nachricht entspricht nicht ihrem Schema (X001)
          Zeile 2: the element plz breaks the facet pattern of its type
            /antrag/plz
          Zeile 3: the element ort is not expected here; expected: plz
            /antrag/ort
          Rat: Der Absender muss sie berichtigen.

    Dateien: 2. Gültig: 1, ungültig: 1, nicht geprüft: 0
    "
  `);
});

test('the exit code is 0 when all are valid, and 2 for what does not exist', async () => {
  await xoev('import', 'schemas');
  expect((await xoev('validate', 'good.xml')).code).toBe(0);
  expect((await xoev('validate', 'gone.xml')).code).toBe(2);
  expect((await xoev('validate', 'good.xml', '--set', 'gone')).code).toBe(2);
  expect((await xoev('validate', 'other.xml', '--set', 'xtest-1.0')).code).toBe(3);
});

test('as JSON every finding has code, place, advice and official code', async () => {
  await xoev('import', 'schemas');
  const [document] = (await xoev('validate', 'bad.xml', '--json')).json();
  expect(document).toMatchObject({
    schema: 'amtsbote.xoev-validate/1',
    counts: { valid: 0, invalid: 1, 'not-checked': 0, 'engine-error': 0 },
    files: [
      {
        file: 'bad.xml',
        set: 'xtest-1.0',
        verdict: 'invalid',
        steps: [{ name: 'schema', verdict: 'invalid' }],
        findings: [
          { code: 'AB_SCHEMA_INVALID', officialCode: 'X001', hint: 'The sender must correct it.', where: { line: 2, path: '/antrag/plz' } },
          { code: 'AB_SCHEMA_INVALID', officialCode: 'X001', where: { line: 3, path: '/antrag/ort' } },
        ],
      },
    ],
  });
});

test('the report is written where it is asked for', async () => {
  await xoev('import', 'schemas');
  const ran = await xoev('validate', 'good.xml', 'bad.xml', '--validation-report', 'out/report.xml');
  expect(ran.stdout).toContain('Report written: out/report.xml');
  const report = await readFile(join(folder, 'out/report.xml'), 'utf8');
  expect(report).toContain('bad.xml');
  expect(report).not.toContain('GEHEIM');
});
