import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeList } from '../codelist/code-list.ts';
import { codeListsOf } from '../codelist/code-lists.ts';
import { readMessage } from '../read-message.ts';
import { buildSchemaModel } from '../schema-model/build-schema-model.ts';
import { loadSchema } from '../schema-set/schema.ts';
import { checkReferences } from '../validation/check-references.ts';
import { findRoot } from './find-root.ts';
import { sampleInstance, type SampleOptions } from './sample-instance.ts';

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sizes = ['minimal', 'usual', 'maximal'] as const;

/** A sample of the element `r`, and what the validator says. */
async function sampleOf(
  body: string,
  options: Partial<SampleOptions> = {},
): Promise<{ xml: string; remarks: readonly string[]; verdict: string }> {
  const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:muster:1.0" targetNamespace="urn:muster:1.0" elementFormDefault="qualified">${body}</xs:schema>`;
  const file = join(folder, `${count++}.xsd`);
  await writeFile(file, xsd);
  const model = await buildSchemaModel([{ file, bytes: Buffer.from(xsd) }]);
  const found = findRoot(model.roots, 'r');
  if (found.kind !== 'found') throw new Error('no r');
  const { xml, remarks } = await sampleInstance(model, found.root, { seed: 1, size: 'usual', ...options });
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  const { verdict, findings } = (await loadSchema(file)).validate(message);
  const references = checkReferences(message, model);
  const said = verdict === 'valid' ? references.verdict : findings.map((finding) => finding.message).join('; ');
  return { xml, remarks, verdict: said };
}

const element = (name: string, rest = 'type="xs:string"', inside = ''): string =>
  `<xs:element name="${name}" ${rest}>${inside}</xs:element>`;
const complex = (inside: string): string => `<xs:complexType>${inside}</xs:complexType>`;
const sequence = (inside: string, rest = ''): string => `<xs:sequence ${rest}>${inside}</xs:sequence>`;
const root = (inside: string): string => element('r', '', complex(inside));
const restricted = (base: string, facets: string): string =>
  `<xs:simpleType><xs:restriction base="xs:${base}">${facets}</xs:restriction></xs:simpleType>`;
const facet = (name: string, value: string): string => `<xs:${name} value="${value}"/>`;

const contents: readonly (readonly [what: string, body: string])[] = [
  ['all', root(`<xs:all>${element('a')}${element('b', 'type="xs:int" minOccurs="0"')}</xs:all>`)],
  [
    'a choice that may be repeated',
    root(`<xs:choice minOccurs="2" maxOccurs="unbounded">${element('a')}${element('b')}${element('c')}</xs:choice>`),
  ],
  [
    'nested groups',
    root(
      sequence(
        `${sequence(`<xs:choice>${element('a')}${sequence(element('b') + element('c'), 'minOccurs="0"')}</xs:choice>`, 'maxOccurs="3"')}${element('d', 'type="xs:date" minOccurs="2" maxOccurs="4"')}`,
      ),
    ),
  ],
  [
    'recursion through a choice',
    `<xs:complexType name="T"><xs:choice>${element('deeper', 'type="T"')}${element('end')}</xs:choice></xs:complexType>${element('r', 'type="T"')}`,
  ],
  [
    'recursion that is optional',
    `<xs:complexType name="T">${sequence(element('n') + element('t', 'type="T" minOccurs="0" maxOccurs="unbounded"'))}</xs:complexType>${element('r', 'type="T"')}`,
  ],
  [
    'recursion in an optional group',
    `<xs:complexType name="T">${sequence(sequence(element('n') + element('t', 'type="T"'), 'minOccurs="0"'))}</xs:complexType>${element('r', 'type="T"')}`,
  ],
  [
    'recursion that only nil ends',
    root(sequence(element('t', 'type="T" nillable="true"'))) +
      `<xs:complexType name="T">${sequence(element('t', 'type="T" nillable="true"'))}</xs:complexType>`,
  ],
  [
    'an abstract type',
    `<xs:complexType name="A" abstract="true">${sequence(element('a'))}</xs:complexType>
      <xs:complexType name="B"><xs:complexContent><xs:extension base="A">${sequence(element('b'))}</xs:extension></xs:complexContent></xs:complexType>${root(sequence(element('x', 'type="A"')))}`,
  ],
  [
    'a substitution group',
    `${element('head', 'type="xs:string" abstract="true"')}${element('one', 'type="xs:string" substitutionGroup="head"')}${root(sequence('<xs:element ref="head" maxOccurs="3"/>'))}`,
  ],
  [
    'text with attributes',
    root(
      `<xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="unit" use="required" type="xs:NMTOKEN"/><xs:attribute name="f" fixed="x"/></xs:extension></xs:simpleContent>`,
    ),
  ],
  [
    'lists and unions',
    root(
      sequence(
        element(
          'l',
          '',
          `<xs:simpleType><xs:restriction><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType>${facet('length', '3')}</xs:restriction></xs:simpleType>`,
        ) + element('u', '', `<xs:simpleType><xs:union memberTypes="xs:date xs:int"/></xs:simpleType>`),
      ),
    ),
  ],
  [
    'ids and references',
    root(
      sequence(
        element('ref', 'type="xs:IDREF"') +
          element('refs', 'type="xs:IDREFS"') +
          element('a', 'minOccurs="0"', complex('<xs:attribute name="id" type="xs:ID"/>')),
      ),
    ),
  ],
  [
    'a reference to an id deep in another branch',
    root(
      sequence(
        element('ref', 'type="xs:IDREF"') +
          `<xs:choice>${element('a')}${element('b', '', complex(sequence(element('c', 'minOccurs="0"', complex(sequence(element('id', 'type="xs:ID"')))))))}</xs:choice>`,
      ),
    ),
  ],
  [
    'many ids',
    root(sequence(element('i', 'minOccurs="5" maxOccurs="5"', complex('<xs:attribute name="id" type="xs:ID" use="required"/>')))),
  ],
  [
    'fixed and default values',
    root(
      sequence(element('f', 'type="xs:token" fixed="so"') + element('d', 'type="xs:int" default="7"')) +
        '<xs:attribute name="a" fixed="x" type="xs:token"/>',
    ),
  ],
  [
    'wildcards that demand something',
    root(
      sequence(
        '<xs:any namespace="##other" processContents="lax" minOccurs="1"/>' +
          '<xs:any namespace="##local" processContents="skip"/><xs:any namespace="##targetNamespace"/>',
      ),
    ) + element('known'),
  ],
  ['elements of any type', root(sequence('<xs:element name="a"/><xs:element name="b" type="xs:anySimpleType"/>'))],
  [
    'mixed content',
    element('r', '', `<xs:complexType mixed="true">${sequence(element('b', 'type="xs:string" minOccurs="0"'))}</xs:complexType>`),
  ],
  [
    'local elements in no namespace',
    root(
      sequence('<xs:element name="plain" form="unqualified" type="xs:string"/>') +
        '<xs:attribute name="q" form="qualified" type="xs:int" use="required"/>',
    ),
  ],
];

describe('content is valid at every size and seed', () => {
  test.each(contents)('%s', async (_, body) => {
    for (const size of sizes)
      for (let seed = 0; seed < 10; seed++) expect(await sampleOf(body, { size, seed })).toMatchObject({ verdict: 'valid' });
  });
});

describe('values hold the facets', () => {
  test.each([
    ['string', facet('pattern', '[A-Z]{2}\\d{3}') + facet('maxLength', '5')],
    ['string', facet('minLength', '300') + facet('maxLength', '301')],
    ['token', facet('length', '1')],
    ['normalizedString', facet('pattern', '[^ ].*[^ ]') + facet('length', '12')],
    ['string', facet('enumeration', 'eins') + facet('enumeration', 'zwei &amp; drei')],
    ['int', facet('minInclusive', '-5') + facet('maxExclusive', '-3')],
    ['decimal', facet('minExclusive', '0') + facet('maxExclusive', '0.1') + facet('fractionDigits', '2')],
    ['decimal', facet('totalDigits', '3') + facet('minInclusive', '900')],
    ['positiveInteger', facet('maxInclusive', '1')],
    ['byte', facet('minExclusive', '126')],
    ['date', facet('pattern', '[^:Z]*')],
    ['date', facet('pattern', '.*\\+\\d\\d:\\d\\d')],
    ['date', facet('minInclusive', '1999-12-31') + facet('maxInclusive', '2000-01-01')],
    ['dateTime', facet('pattern', '.*Z')],
    ['gYear', facet('minInclusive', '1900') + facet('maxInclusive', '1901')],
    ['gYearMonth', ''],
    ['gMonthDay', ''],
    ['gDay', ''],
    ['gMonth', ''],
    ['time', facet('pattern', '[0-9:]*')],
    ['duration', ''],
    ['hexBinary', facet('length', '4')],
    ['base64Binary', facet('minLength', '20') + facet('maxLength', '21')],
    ['anyURI', facet('pattern', 'urn:[a-z]+:\\d{4}')],
    ['boolean', facet('pattern', '[01]')],
    ['language', ''],
    ['Name', ''],
    ['NCName', facet('maxLength', '3')],
    ['NMTOKENS', facet('minLength', '2')],
    ['double', facet('maxInclusive', '-1.5')],
    ['float', ''],
    ['unsignedLong', facet('minInclusive', '100')],
  ])('xs:%s %s', async (base, facets) => {
    const body = root(sequence(element('v', 'minOccurs="3" maxOccurs="3"', restricted(base, facets))));
    for (let seed = 0; seed < 30; seed++)
      expect(await sampleOf(body, { seed, size: 'minimal' })).toMatchObject({ verdict: 'valid', remarks: [] });
  });

  test('of every step of derivation', async () => {
    const body = `<xs:simpleType name="A"><xs:restriction base="xs:string">${facet('pattern', '[a-z0-9]*')}</xs:restriction></xs:simpleType>
      <xs:simpleType name="B"><xs:restriction base="A">${facet('pattern', '.*[0-9]')}${facet('pattern', '.*x')}${facet('minLength', '4')}</xs:restriction></xs:simpleType>${element('r', 'type="B"')}`;
    for (let seed = 0; seed < 30; seed++) expect(await sampleOf(body, { seed })).toMatchObject({ verdict: 'valid' });
  });

  test('that contradict each other are said, and no value is claimed', async () => {
    const { remarks, verdict } = await sampleOf(
      element('r', '', restricted('string', facet('pattern', '[a-z]{3}') + facet('maxLength', '2'))),
    );
    expect(remarks).toEqual(['r: no value was found that its type allows']);
    expect(verdict).not.toBe('valid');
  });
});

describe('a sample', () => {
  test('is plausible where names tell and facets allow', async () => {
    const names = ['familienname', 'vorname', 'strasse', 'hausnummer', 'postleitzahl', 'ort', 'geburtsdatum', 'eMail', 'nachrichtenUUID'];
    const types: Readonly<Record<string, string>> = { geburtsdatum: 'type="xs:date"', postleitzahl: '' };
    const body = root(
      sequence(
        names
          .map((name) =>
            element(
              name,
              types[name] ?? 'type="xs:token"',
              name === 'postleitzahl' ? restricted('string', facet('pattern', '\\d{5}')) : '',
            ),
          )
          .join(''),
      ),
    );
    expect((await sampleOf(body)).xml).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <muster:r xmlns:muster="urn:muster:1.0">
        <muster:familienname>Mustermann</muster:familienname>
        <muster:vorname>Erika</muster:vorname>
        <muster:strasse>Am Beispielweg</muster:strasse>
        <muster:hausnummer>12</muster:hausnummer>
        <muster:postleitzahl>03046</muster:postleitzahl>
        <muster:ort>Musterstadt</muster:ort>
        <muster:geburtsdatum>1965-10-12</muster:geburtsdatum>
        <muster:eMail>erika.mustermann@example.org</muster:eMail>
        <muster:nachrichtenUUID>a0b677cd-c200-485d-88ce-a36d5d09a28a</muster:nachrichtenUUID>
      </muster:r>
      "
    `);
  });

  test('that is minimal has nothing that can be left out, and one that is maximal has everything', async () => {
    const body = root(sequence(element('a') + element('b', 'type="xs:string" minOccurs="0"')) + '<xs:attribute name="c" type="xs:int"/>');
    const minimal = (await sampleOf(body, { size: 'minimal' })).xml;
    const maximal = (await sampleOf(body, { size: 'maximal' })).xml;
    expect([/:a>/, /:b>/, / c="/].map((part) => part.test(minimal))).toEqual([true, false, false]);
    expect([/:a>/, /:b>/, / c="/].map((part) => part.test(maximal))).toEqual([true, true, true]);
  });

  test('takes the cheapest branch when minimal', async () => {
    const body = root(`<xs:choice>${element('big', '', complex(sequence(element('x') + element('y'))))}${element('small')}</xs:choice>`);
    for (let seed = 0; seed < 10; seed++) expect((await sampleOf(body, { size: 'minimal', seed })).xml).toContain(':small>');
  });

  test('leaves no element empty that can hold something', async () => {
    const body = root(
      sequence(
        element(
          'a',
          '',
          complex(sequence(element('b', 'type="xs:string" minOccurs="0"') + element('c', 'type="xs:string" minOccurs="0"'))),
        ),
      ),
    );
    for (const size of sizes) for (let seed = 0; seed < 10; seed++) expect((await sampleOf(body, { size, seed })).xml).not.toMatch(/:a\/>/);
  });

  test('of what would contain itself without end says so', async () => {
    const body = `<xs:complexType name="T">${sequence(element('t', 'type="T"'))}</xs:complexType>${element('r', 'type="T"')}`;
    const { remarks, verdict } = await sampleOf(body);
    expect(remarks).toEqual(['r: no content is possible, as it would have to contain itself without end']);
    expect(verdict).not.toBe('valid');
  });

  test('that is cut says so, and is valid', async () => {
    const wide = Array.from({ length: 30 }, (_, index) => element(`t${index}`, 'type="T" minOccurs="0"')).join('');
    const body = `<xs:complexType name="T">${sequence(Array.from({ length: 40 }, (_, index) => element(`u${index}`, 'type="U" minOccurs="0"')).join(''))}</xs:complexType>
      <xs:complexType name="U">${sequence(Array.from({ length: 5 }, (_, index) => element(`v${index}`, 'type="xs:int" minOccurs="0"')).join(''))}</xs:complexType>${root(sequence(wide))}`;
    const { remarks, verdict, xml } = await sampleOf(body, { size: 'maximal' });
    expect(verdict).toBe('valid');
    expect(remarks.join()).toContain('the sample is cut');
    expect(xml.length).toBeLessThan(300_000);
  });

  test('is the same for the same seed, and another for another', async () => {
    const body = root(sequence(element('a', 'type="xs:date" maxOccurs="5"') + element('b', 'type="xs:int" minOccurs="0"')));
    const one = await sampleOf(body, { seed: 5 });
    expect(await sampleOf(body, { seed: 5 })).toEqual(one);
    expect((await sampleOf(body, { seed: 6 })).xml).not.toBe(one.xml);
  });

  test('keeps every character of fixed values', async () => {
    const fixed = 'a&amp;b &lt;c&gt; &quot;d&quot; it&apos;s &amp;amp;';
    const body = root(
      `${sequence(element('f', `type="xs:string" fixed=" ${fixed} "`))}<xs:attribute name="a" type="xs:string" fixed="${fixed}"/>`,
    );
    expect((await sampleOf(body, { size: 'maximal' })).verdict).toBe('valid');
  });

  test('marks itself as a test message where its root can say so', async () => {
    const body = root(`${sequence(element('a'))}<xs:attribute name="test" type="xs:string"/>`);
    for (let seed = 0; seed < 10; seed++) expect((await sampleOf(body, { seed })).xml).toContain('test="true"');
  });
});

describe('codes', () => {
  const uri = 'urn:xoev-de:muster:codeliste:farbe';
  const list: CodeList = {
    uri,
    version: '2.0',
    title: 'Farbe',
    columns: [{ id: 'code', name: 'Code', isKey: true }],
    keyColumn: 'code',
    entries: ['rot', 'blau'].map((code) => ({ code, name: `die Farbe ${code}`, values: new Map([['code', code]]) })),
    entry: () => undefined,
  };
  const code = (attributes: string, documentation = ''): string =>
    root(
      sequence(
        element(
          'farbe',
          '',
          `<xs:complexType><xs:annotation><xs:documentation>${documentation}</xs:documentation></xs:annotation>
      ${sequence('<xs:element name="code" type="xs:token" form="unqualified"/>')}${attributes}</xs:complexType>`,
        ),
      ),
    );

  test('come from the list that the schema names, with the version that it leaves open', async () => {
    const body = code(
      `<xs:attribute name="listURI" type="xs:anyURI" fixed="${uri}"/><xs:attribute name="listVersionID" type="xs:string" use="required"/>`,
    );
    const { xml, remarks, verdict } = await sampleOf(body, { codeLists: codeListsOf([list]), size: 'minimal' });
    expect(verdict).toBe('valid');
    expect(xml).toMatch(/listVersionID="2.0">\s*<code>(rot|blau)<\/code>/);
    expect(remarks).toEqual([]);
  });

  test('come from the list that the documentation names, where only the message says which one it is', async () => {
    const body = code(
      '<xs:attribute name="listURI" type="xs:anyURI"/><xs:attribute name="listVersionID" type="xs:string"/>',
      `Die Liste ${uri}.`,
    );
    const { xml } = await sampleOf(body, { codeLists: codeListsOf([list]), size: 'minimal' });
    expect(xml).toMatch(new RegExp(`listURI="${uri}" listVersionID="2.0">\\s*<code>(rot|blau)</code>`));
  });

  test('are made up, and said to be, without a list', async () => {
    const body = code(
      `<xs:attribute name="listURI" type="xs:anyURI" fixed="${uri}"/><xs:attribute name="listVersionID" type="xs:string" fixed="1"/>`,
    );
    expect(await sampleOf(body)).toMatchObject({
      verdict: 'valid',
      remarks: [`the code list ${uri} is not at hand; its codes are made up`],
    });
  });
});
