import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { readMessage } from '../read-message.ts';
import { corpusModel, modelOf, xsd } from '../schema-model/model.test-support.ts';
import type { SchemaModel } from '../schema-model/schema-model.ts';
import { checkReferences } from './check-references.ts';
import type { ValidationStep } from './validation.ts';

const known = modelOf(
  xsd(
    `<xs:element name="root"><xs:complexType><xs:choice maxOccurs="unbounded">
      <xs:element name="thing"><xs:complexType><xs:attribute name="id" type="t:Id"/><xs:attribute ref="t:key"/></xs:complexType></xs:element>
      <xs:element name="name" type="xs:ID"/>
      <xs:element name="ref" type="t:Ref" nillable="true"/>
      <xs:element name="refs" type="xs:IDREFS"/>
      <xs:element name="list"><xs:complexType><xs:attribute name="of"><xs:simpleType><xs:list itemType="t:Ref"/></xs:simpleType></xs:attribute></xs:complexType></xs:element>
      <xs:element name="either"><xs:simpleType><xs:union memberTypes="xs:int t:Word xs:IDREF"/></xs:simpleType></xs:element>
      <xs:element name="text" type="xs:string"/>
      <xs:element name="base" type="t:Base"/>
    </xs:choice></xs:complexType></xs:element>
    <xs:attribute name="key" type="xs:ID"/>
    <xs:simpleType name="Id"><xs:restriction base="xs:ID"><xs:maxLength value="9"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="Ref"><xs:restriction base="xs:IDREF"/></xs:simpleType>
    <xs:simpleType name="Word"><xs:restriction base="xs:token"><xs:enumeration value="none"/></xs:restriction></xs:simpleType>
    <xs:complexType name="Base"/>
    <xs:complexType name="Extended"><xs:complexContent><xs:extension base="t:Base"><xs:attribute name="to" type="xs:IDREF"/></xs:extension></xs:complexContent></xs:complexType>
    <xs:element name="plain" type="xs:token"/>`,
    { attributes: '' },
  ),
);

describe('ids and references', () => {
  it.each([
    ['an attribute', '<thing id="a"/><ref>a</ref>'],
    ['an attribute of a namespace', '<thing t:key="a"/><ref> a\n</ref>'],
    ['an element, after its use', '<refs>a b</refs><name>a</name><name>b</name>'],
    ['a union', '<thing id="a"/><either>a</either><either>12</either><either>none</either>'],
    ['nothing', '<ref xsi:nil="true"/><text>a</text>'],
  ])('are whole: %s', async (_, content) => {
    expect(await check(content)).toEqual({ name: 'references', verdict: 'valid', findings: [], warnings: [] });
  });

  it.each([
    ['an element', '<ref>a</ref>', '/t:root/ref', 'the element ref refers to an id that nothing in the message has'],
    [
      'one of several',
      '<thing id="a"/><refs>a b</refs>',
      '/t:root/refs',
      'the element refs refers to an id that nothing in the message has',
    ],
    [
      'a list in an attribute',
      '<thing id="a"/><list of="a b"/>',
      '/t:root/list/@of',
      'the attribute of refers to an id that nothing in the message has',
    ],
    ['a member of a union', '<either>a</either>', '/t:root/either', 'the element either refers to an id that nothing in the message has'],
    [
      'a type named by the message',
      '<base xsi:type="t:Extended" to="a"/>',
      '/t:root/base/@to',
      'the attribute to refers to an id that nothing in the message has',
    ],
    [
      'an id that stands twice',
      '<name>a</name><thing id="a"/>',
      '/t:root/thing/@id',
      'the attribute id stands more than once as an id in the message',
    ],
    [
      'an attribute of another namespace',
      '<thing key="a"/><ref>a</ref>',
      '/t:root/ref',
      'the element ref refers to an id that nothing in the message has',
    ],
    [
      'an id that differs in case',
      '<name>A</name><ref>a</ref>',
      '/t:root/ref',
      'the element ref refers to an id that nothing in the message has',
    ],
  ])('are found broken in %s, without the value', async (_, content, path, message) => {
    const { verdict, findings } = await check(content);
    expect({ verdict, findings }).toEqual({
      verdict: 'invalid',
      findings: [{ code: 'AB_REFERENCE_BROKEN', message, where: { line: 2, path } }],
    });
  });

  it('are all found, fifty at most', async () => {
    expect((await check('<ref>a</ref>'.repeat(3))).findings.map(({ where }) => where?.path)).toEqual([
      '/t:root/ref',
      '/t:root/ref[2]',
      '/t:root/ref[3]',
    ]);
    expect((await check('<ref>a</ref>'.repeat(60))).findings).toHaveLength(50);
  });

  it('are not looked for where the root cannot hold them, nor in what is not XML or not declared', async () => {
    expect((await checkText('<t:plain xmlns:t="urn:test">a</t:plain>', await known)).verdict).toBe('valid');
    expect(await checkText('<root/>', await known)).toMatchObject({
      verdict: 'not-checked',
      findings: [{ code: 'AB_SCHEMA_NOT_CHECKED' }],
    });
    expect(await checkText('{"root":1}', await known)).toMatchObject({
      verdict: 'not-checked',
      findings: [{ code: 'AB_SCHEMA_NOT_CHECKED' }],
    });
  });
});

interface Instance {
  readonly file: string;
  readonly xerces: string;
  readonly libxml2: string;
  readonly errors?: number;
}

const folders = {
  'xbeteiligung-1.2': 'xbeteiligung-1.2/schema',
  'xdomea/2.3.0': 'xdomea/2.3.0/schema',
  'xdomea/2.4.0': 'xdomea/2.4.0/schema',
  'xdomea/3.0.0': 'xdomea/3.0.0/schema',
  'xwasser-1.0.0': 'xwasser-1.0.0/schema',
  'xschule-1.2': 'xschule-1.2/schema',
} as const;

describe.skipIf(!hasCorpus)('the references of real messages', () => {
  it('of XWasser are broken where another engine says so and this one is silent, as often', async () => {
    const disagreed = instancesOf('xwasser-1.0.0').filter(({ xerces, libxml2 }) => xerces === 'INVALID' && libxml2 === 'VALID');
    expect(disagreed).toHaveLength(8);
    for (const { file, errors } of disagreed) {
      const { verdict, findings } = await checkFile(file, 'xwasser-1.0.0');
      expect({ file, verdict, findings: findings.length }).toEqual({ file, verdict: 'invalid', findings: errors });
      for (const { where } of findings)
        expect({ line: typeof where?.line, path: where?.path?.startsWith('/xwas:') }).toEqual({ line: 'number', path: true });
    }
  });

  it.each(Object.keys(folders) as (keyof typeof folders)[])('of %s are whole in its valid messages', async (standard) => {
    const valid = instancesOf(standard).filter(({ xerces }) => xerces === 'VALID');
    expect(valid.length).toBeGreaterThan(3);
    for (const { file } of valid) {
      const { verdict, findings } = await checkFile(file, standard);
      expect({ file, verdict, findings }).toEqual({ file, verdict: 'valid', findings: [] });
    }
  });
});

function instancesOf(standard: string): readonly Instance[] {
  const manifest = JSON.parse(readFileSync(corpus('xoev/MANIFEST.json'), 'utf8')) as Record<string, { instances: readonly Instance[] }>;
  return manifest[standard]?.instances ?? [];
}

async function checkFile(file: string, standard: keyof typeof folders): Promise<ValidationStep> {
  const model = await corpusModel(`xoev/${folders[standard]}`);
  return checkText(readFileSync(corpus(`xoev/${file}`), 'utf8'), model);
}

async function check(content: string): Promise<ValidationStep> {
  const text = `<t:root xmlns:t="urn:test" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${content}</t:root>`;
  return checkText(text, await known);
}

async function checkText(text: string, model: SchemaModel): Promise<ValidationStep> {
  using message = await readMessage(Buffer.from(text), { mediaType: '' });
  return checkReferences(message, model);
}
