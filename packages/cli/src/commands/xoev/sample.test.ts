import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ran, runCli } from '../../deps.test-support.ts';

const schema = (namespace: string, body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}">${body}</xs:schema>`;
const impossible =
  '<xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[a-z]{3}"/><xs:maxLength value="2"/></xs:restriction></xs:simpleType>';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sample-'));
  const hund = `<xs:element name="hund.anmeldung.0100" type="xs:date"><xs:annotation><xs:documentation>Ein Hund wird angemeldet.</xs:documentation></xs:annotation></xs:element>
    <xs:element name="hund.abmeldung.0200" type="xs:date"/><xs:element name="beide" type="xs:int"/>`;
  await writeFile(join(cwd, 'hund.xsd'), schema('urn:hund:1.0', hund));
  await writeFile(
    join(cwd, 'katze.xsd'),
    schema('urn:katze:1.0', `<xs:element name="beide" type="xs:int"/><xs:element name="nie">${impossible}</xs:element>`),
  );
  for (const name of ['hund', 'katze']) await cli('import', `${name}.xsd`, '--name', name);
  await writeFile(
    join(cwd, 'main.xsd'),
    schema('urn:main:1.0', '').replace(
      '</xs:schema>',
      '<xs:import namespace="urn:hund:1.0" schemaLocation="hund.xsd"/><xs:import namespace="urn:katze:1.0" schemaLocation="katze.xsd"/></xs:schema>',
    ),
  );
  await cli('import', 'main.xsd', '--name', 'tiere');
});
afterAll(() => rm(cwd, { recursive: true }));

async function cli(...argv: readonly string[]): Promise<Ran> {
  return runCli(['xoev', ...argv], { cwd });
}

test('without an element the possible ones are listed', async () => {
  const { code, stdout } = await cli('sample', 'hund');
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "urn:hund:1.0
      beide
      hund.abmeldung.0200
      hund.anmeldung.0100  Ein Hund wird angemeldet.

    Next: \`amtsbote xoev sample hund ELEMENT\`
    "
  `);
});

test('standard output is the sample and nothing else', async () => {
  const { code, stdout, stderr } = await cli('sample', 'hund', 'hund.anmeldung.0100', '--seed', '4');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<hund:hund.anmeldung.0100 xmlns:hund="urn:hund:1.0">[^<]+<\/hund:hund.anmeldung.0100>\n$/,
  );
  expect(stderr).toMatchInlineSnapshot(`
    "Sample of {urn:hund:1.0}hund.anmeldung.0100, usual size, seed 4.
    It is valid.
    "
  `);
  expect((await cli('sample', 'hund', '{urn:hund:1.0}hund.anmeldung.0100', '--seed', '4')).stdout).toBe(stdout);
  expect((await cli('sample', 'hund', 'hund.anmeldung.0100', '--seed', '5')).stdout).not.toBe(stdout);
});

test('with --out the sample goes into the file', async () => {
  const { code, stdout } = await cli('sample', 'hund', 'hund.abmeldung.0200', '--minimal', '--out', 'neu.xml');
  expect(code).toBe(0);
  expect(stdout).toContain('Written: neu.xml');
  expect(await readFile(join(cwd, 'neu.xml'), 'utf8')).toContain('<hund:hund.abmeldung.0200 ');
  expect((await cli('sample', 'hund', 'beide', '--out', 'folder/that/is/new.xml')).code).toBe(0);
  expect((await cli('sample', 'hund', 'beide', '--out', 'hund.xsd/new.xml')).code).toBe(2);
});

test('with --json everything is in one document', async () => {
  const { code, json, stderr } = await cli('sample', 'hund', 'beide', '--maximal', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(json()).toMatchObject([
    {
      schema: 'amtsbote.xoev-sample/1',
      set: 'hund',
      element: '{urn:hund:1.0}beide',
      size: 'maximal',
      seed: 1,
      verdict: 'valid',
      remarks: [],
    },
  ]);
});

test('an element that is not there is a wrong use, and similar ones are named', async () => {
  const { code, stderr, stdout } = await cli('sample', 'hund', 'anmeldung');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Did you mean `hund.anmeldung.0100`?');
  expect((await cli('sample', 'hund', 'hund.anmeldnug.0100')).stderr).toContain('Did you mean `hund.anmeldung.0100`?');
  expect((await cli('sample', 'fisch', 'anmeldung')).code).toBe(2);
});

test('a name in two namespaces is not guessed', async () => {
  const { code, stderr } = await cli('sample', 'tiere', 'beide');
  expect(code).toBe(2);
  expect(stderr).toContain('{urn:hund:1.0}beide, {urn:katze:1.0}beide');
});

test('a sample that is not valid is said to be so and ends with exit code 3', async () => {
  const { code, stderr } = await cli('sample', 'katze', 'nie');
  expect(code).toBe(3);
  expect(stderr).toContain('It is NOT valid: invalid.');
  expect(stderr).toContain('nie: no value was found that its type allows');
});

test('minimal and maximal exclude each other', async () => {
  expect((await cli('sample', 'hund', 'beide', '--minimal', '--maximal')).code).toBe(2);
});
