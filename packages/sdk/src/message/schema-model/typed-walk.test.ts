import { describe, expect, it } from 'vitest';
import { readMessage } from '../read-message.ts';
import { XmlMessage } from '../xml/xml-message.ts';
import { modelOf, xsd } from './model.test-support.ts';
import { type TypedWalk, typedWalk } from './typed-walk.ts';
import { TypeReach } from './type-reach.ts';

const schema = {
  'test.xsd': xsd(
    `<xs:import namespace="urn:more"/>
    <xs:element name="root" type="t:Root"/>
    <xs:complexType name="Root"><xs:sequence>
      <xs:element name="person" type="t:Person" maxOccurs="unbounded"/>
      <xs:element ref="t:place" minOccurs="0" maxOccurs="unbounded"/>
      <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType>
    <xs:complexType name="Person"><xs:sequence><xs:element name="name" type="xs:token" form="unqualified"/></xs:sequence></xs:complexType>
    <xs:complexType name="Child"><xs:complexContent><xs:extension base="t:Person"><xs:sequence>
      <xs:element name="parent" type="t:Person" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:element name="place" type="xs:token" abstract="true"/>
    <xs:element name="places"><xs:complexType><xs:sequence><xs:element ref="t:place"/></xs:sequence></xs:complexType></xs:element>`,
  ),
  'more.xsd': xsd('<xs:element name="town" type="xs:token" substitutionGroup="a:place"/>', {
    namespace: 'urn:more',
    attributes: 'xmlns:a="urn:test"',
  }),
};

const known = modelOf(schema);

describe('a walk with declarations', () => {
  it('follows xsi:type, forms and substitution groups', async () => {
    const seen = await walk(`<t:root xmlns:t="urn:test" xmlns:m="urn:more" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <t:person><name>A</name></t:person>
      <t:person xsi:type="t:Child"><name>B</name><t:parent><name>C</name></t:parent></t:person>
      <m:town>D</m:town></t:root>`);
    expect(seen).toEqual([
      'root:Root',
      'person:Person',
      'name:token',
      'person:Child',
      'name:token',
      'parent:Person',
      'name:token',
      'town:token',
    ]);
  });

  it('knows members of a substitution group by their head', async () => {
    const seen = await walk('<t:places xmlns:t="urn:test" xmlns:m="urn:more"><m:town>D</m:town><t:place>E</t:place></t:places>');
    expect(seen).toEqual(['places:undefined', 'town:token', 'not-allowed place']);
  });

  it('takes no other attribute for the type', async () => {
    const seen = await walk('<t:root xmlns:t="urn:test"><t:person type="t:Child"><name>B</name></t:person></t:root>');
    expect(seen).toEqual(['root:Root', 'person:Person', 'name:token']);
  });

  it('resolves a type without a prefix in the default namespace', async () => {
    const seen = await walk(`<root xmlns="urn:test" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <person xsi:type="Child"><name xmlns="">B</name></person></root>`);
    expect(seen).toEqual(['root:Root', 'person:Child', 'name:token']);
  });

  it('passes over what is under a wildcard or not allowed, except what is declared globally', async () => {
    const seen = await walk(`<t:root xmlns:t="urn:test" xmlns:m="urn:more"><t:person><t:name>A</t:name></t:person>
      <o:x xmlns:o="urn:other"><o:y/></o:x><m:town>D</m:town><t:more/></t:root>`);
    expect(seen).toEqual(['root:Root', 'person:Person', 'not-allowed name', 'any x', 'town:token', 'any more']);
  });

  it('gives false for a root that is not declared', async () => {
    expect(await walk('<root/>')).toBe(false);
  });

  it('does not enter types of no interest, yet those that xsi:type may bring', async () => {
    const model = await known;
    const childs = new TypeReach(model, ({ name }) => name?.localName === 'Child');
    const seen = await walk(
      `<t:root xmlns:t="urn:test" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><t:person><name>A</name></t:person>
      <t:person xsi:type="t:Child"><name>B</name></t:person></t:root>`,
      { enters: (type) => childs.reaches(type) },
    );
    expect(seen).toEqual(['root:Root', 'person:Person', 'person:Child']);
  });
});

describe('what a type reaches', () => {
  it('is found through recursion, whatever is asked first', async () => {
    const model = await modelOf(
      xsd(`<xs:complexType name="A"><xs:sequence><xs:element name="b" type="t:B"/></xs:sequence></xs:complexType>
        <xs:complexType name="B"><xs:sequence><xs:element name="a" type="t:A" minOccurs="0"/><xs:element name="c" type="t:C"/></xs:sequence></xs:complexType>
        <xs:complexType name="C"><xs:sequence><xs:element name="d" type="xs:date"/></xs:sequence></xs:complexType>
        <xs:complexType name="D"><xs:sequence><xs:element name="d" type="t:D"/></xs:sequence></xs:complexType>`),
    );
    const names = ['A', 'B', 'C', 'D'];
    for (const order of [names, names.toReversed(), ['B', 'D', 'C', 'A']]) {
      const dates = new TypeReach(model, (type) => type.kind === 'simple' && type.builtIn === 'date');
      const reached = order.filter((localName) => {
        const type = model.type({ namespace: 'urn:test', localName });
        return type && dates.reaches(type);
      });
      expect(reached.toSorted()).toEqual(['A', 'B', 'C']);
    }
  });
});

async function walk(text: string, options: Partial<TypedWalk> = {}): Promise<string[] | false> {
  using message = await readMessage(Buffer.from(text), { mediaType: 'application/xml' });
  if (!(message instanceof XmlMessage)) return false;
  const seen: string[] = [];
  const declared = typedWalk(message, await known, {
    visit: ({ declaration, type }) => seen.push(`${declaration.name.localName}:${type.name?.localName}`),
    undeclared: (element, because) => seen.push(`${because} ${element.name}`),
    ...options,
  });
  return declared && seen;
}
