import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { readMessage } from '../read-message.ts';
import { loadSchema, type Validation } from './schema.ts';
import { xsdComplaint } from './xsd-complaint.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'Schemata für Größe -'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, body: string, target = 'urn:a'): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  const head = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:a="urn:a" xmlns:b="urn:b" targetNamespace="${target}" elementFormDefault="qualified">`;
  await writeFile(path, `${head}\n${body}\n</xs:schema>`);
  return path;
}

async function validate(schema: string, xml: string): Promise<Validation> {
  using message = await readMessage(Buffer.from(xml), {
    mediaType: xml.startsWith('{') ? 'application/json' : 'application/xml',
  });
  return (await loadSchema(schema)).validate(message);
}

const personType = `<xs:complexType name="person"><xs:sequence>
  <xs:element name="plz"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]{5}"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="born" type="xs:date"/><xs:element name="sex"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="m"/></xs:restriction></xs:simpleType></xs:element>
</xs:sequence><xs:attribute name="n" type="xs:int" use="required"/></xs:complexType>`;

test('every violation is named by line and path, and none by its value', async () => {
  const schema = await file('person.xsd', `<xs:element name="p" type="a:person"/>${personType}`);
  const result = await validate(
    schema,
    '<p xmlns="urn:a" n="GEHEIM">\n<plz>GEHEIM</plz>\n<born>GEHEIM\'x</born>\n<sex>GEHEIM</sex>\n<GEHEIM/></p>',
  );
  expect(result.verdict).toBe('invalid');
  expect(result.findings.map(({ message, where }) => `${where?.line} ${where?.path}: ${message}`)).toEqual([
    '1 /p/@n: the attribute n of p is not a valid value of its type xs:int',
    '2 /p/plz: the element plz breaks the facet pattern of its type',
    '3 /p/born: the element born is not a valid value of its type xs:date',
    '4 /p/sex: the element sex breaks the facet enumeration of its type',
    '5 /p/GEHEIM: the element GEHEIM is not expected here',
  ]);
  expect((await validate(schema, '<p xmlns="urn:a" n="1"><plz>03046</plz><born>1965-10-12</born><sex>m</sex></p>')).verdict).toBe('valid');
});

test('includes and imports are read from disk beside the file, also from other folders', async () => {
  await file('typen/b typ.xsd', '<xs:simpleType name="t"><xs:restriction base="xs:string"/></xs:simpleType>', 'urn:b');
  await file('typen/inc.xsd', '<xs:import namespace="urn:b" schemaLocation="b%20typ.xsd"/><xs:element name="r" type="b:t"/>');
  const schema = await file('main.xsd', '<xs:include schemaLocation="typen/inc.xsd"/>');
  expect(await validate(schema, '<r xmlns="urn:a">x</r>')).toEqual({ verdict: 'valid', findings: [] });
});

describe('a message is never called valid when', () => {
  const open =
    '<xs:element name="r"><xs:complexType><xs:sequence><xs:any namespace="##any" processContents="lax" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>';
  test.each([
    ['an imported file is missing', '<xs:import namespace="urn:b" schemaLocation="gone.xsd"/>'],
    ['an included file is missing', '<xs:include schemaLocation="gone.xsd"/>'],
    ['an import is on the network', '<xs:import namespace="urn:b" schemaLocation="http://127.0.0.1:9/b.xsd"/>'],
    ['an imported namespace has no file', '<xs:import namespace="urn:b"/>'],
    ['the schema is broken', '<xs:element name="q" type="a:nowhere"/>'],
  ])('%s', async (name, reference) => {
    const result = await validate(await file(`${name}.xsd`, reference + open), '<r xmlns="urn:a"/>');
    expect(result.verdict).toBe('not-checked');
    expect(result.findings[0]).toMatchObject({
      code: 'AB_SCHEMA_NOT_CHECKED',
      where: { file: join(folder, `${name}.xsd`) },
    });
  });

  test('the schema file does not exist', async () => {
    expect((await validate(join(folder, 'nowhere.xsd'), '<r/>')).verdict).toBe('not-checked');
  });

  test('it is JSON', async () => {
    expect((await validate(await file('j.xsd', open), '{"r":1}')).verdict).toBe('not-checked');
  });

  test('it names a schema of its own', async () => {
    await file('own.xsd', '<xs:element name="own"/>', 'urn:b');
    const schema = await file('strict.xsd', '<xs:element name="r"/>');
    const location = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:b ${join(folder, 'own.xsd').replaceAll(' ', '%20')}"`;
    expect((await validate(schema, `<b:own xmlns:b="urn:b" ${location}/>`)).verdict).toBe('invalid');
  });
});

test('every file of a namespace counts, also where the namespace is imported from several files', async () => {
  await file('b1.xsd', '<xs:element name="one" type="xs:int"/>', 'urn:b');
  await file('b2.xsd', '<xs:element name="two" type="xs:int"/>', 'urn:b');
  const imports = '<xs:import namespace="urn:b" schemaLocation="b1.xsd"/><xs:import namespace="urn:b" schemaLocation="b2.xsd"/>';
  const schema = await file('both.xsd', imports);
  expect((await validate(schema, '<two xmlns="urn:b">2</two>')).verdict).toBe('valid');
  expect((await validate(schema, '<two xmlns="urn:b">x</two>')).verdict).toBe('invalid');
});

test('a schema is compiled once, and anew when one of its files changes', async () => {
  const inner = await file('inner.xsd', '<xs:element name="r" type="xs:string"/>');
  const schema = await file('outer.xsd', '<xs:include schemaLocation="inner.xsd"/>');
  const first = await loadSchema(schema);
  expect(await loadSchema(schema)).toBe(first);
  await file('inner.xsd', '<xs:element name="r" type="xs:int"/>');
  await utimes(inner, 1, 1);
  expect((await validate(schema, '<r xmlns="urn:a">x</r>')).verdict).toBe('invalid');
});

test('a missing file is found once it is there', async () => {
  const schema = await file('waits.xsd', '<xs:include schemaLocation="late.xsd"/>');
  expect((await validate(schema, '<r xmlns="urn:a">x</r>')).verdict).toBe('not-checked');
  await file('late.xsd', '<xs:element name="r" type="xs:string"/>');
  expect((await validate(schema, '<r xmlns="urn:a">x</r>')).verdict).toBe('valid');
});

test('a sentence of the validator that is not known gives nothing away', () => {
  expect(xsdComplaint("Element 'a': Something new about 'GEHEIM'.\n").message).toBe('the element a does not match the schema');
  expect(xsdComplaint("The value 'GEHEIM' is odd").message).toBe('the message does not match the schema');
  expect(
    xsdComplaint("Element 'a': 'The attribute 'GEHEIM' is required but missing.' is not a valid value of the atomic type 'xs:int'.\n")
      .message,
  ).not.toContain('GEHEIM');
});

describe.skipIf(!hasCorpus)('the XSchule 1.2 samples', () => {
  const folderOf = (kind: string): string => corpus(`xoev/xschule-1.2/instances/${kind}`);
  const xschule = corpus('xoev/xschule-1.2/schema/xschule.xsd');

  test.each(hasCorpus ? readdirSync(folderOf('valid')) : [])('%s is valid', async (name) => {
    expect(await validate(xschule, readFileSync(join(folderOf('valid'), name), 'utf8'))).toEqual({
      verdict: 'valid',
      findings: [],
    });
  });

  test.each(hasCorpus ? readdirSync(folderOf('other-version-0.3')) : [])('%s is of another version and not valid', async (name) => {
    expect((await validate(xschule, readFileSync(join(folderOf('other-version-0.3'), name), 'utf8'))).verdict).toBe('invalid');
  });
});
