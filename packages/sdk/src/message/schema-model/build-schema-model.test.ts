import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFault } from '../../errors/families.ts';
import { elementsIn } from './look-into-everything.ts';
import { complexTypeOf, contentOf, elementOf, modelOf, typeOf, xsd } from './model.test-support.ts';
import type { ElementDeclaration, SchemaModel } from './schema-model.ts';

describe('the elements of a schema model', () => {
  it('are its roots unless abstract, in the order of namespaces and names', async () => {
    const model = await modelOf({
      'b.xsd': xsd('<xs:element name="z"/><xs:element name="a"/><xs:element name="m" abstract="true"/>', { namespace: 'urn:b' }),
      'a.xsd': xsd('<xs:element name="k"/>', { namespace: 'urn:a' }),
    });
    expect(model.roots.map(({ name }) => `${name.namespace} ${name.localName}`)).toEqual(['urn:a k', 'urn:b a', 'urn:b z']);
    expect(model.element({ namespace: 'urn:b', localName: 'm' })?.abstract).toBe(true);
    expect(model.element({ namespace: 'urn:a', localName: 'z' })).toBeUndefined();
  });

  it('say what is written of them, and where', async () => {
    const model = await modelOf(
      xsd(`
        <xs:element name="a" nillable="true" default="1" type="xs:int">
          <xs:annotation><xs:appinfo>no</xs:appinfo><xs:documentation>  Das
            ist   A.</xs:documentation><xs:documentation/></xs:annotation>
        </xs:element>
        <xs:element name="b" fixed="x" type="xs:token"/>`),
    );
    expect(elementOf(model, 'a')).toMatchObject({ nillable: true, abstract: false, default: '1', documentation: 'Das ist A.' });
    expect(elementOf(model, 'a').place).toEqual({ file: 'test.xsd', line: 3 });
    expect(elementOf(model, 'b')).toMatchObject({ fixed: 'x', nillable: false, documentation: undefined });
  });

  it('may have a type that leads back to them', async () => {
    const model = await modelOf(
      xsd(`<xs:element name="part"><xs:complexType><xs:sequence>
        <xs:element ref="t:part" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>`),
    );
    const part = elementOf(model, 'part');
    expect(contentOf(part.type)).toBe('(part{0,})');
    expect(childrenOf(model, 'part')[0]).toBe(part);
  });

  it('are qualified as the file or their form says', async () => {
    const inner = '<xs:complexType><xs:sequence><xs:element name="x"/><xs:element name="y" form="FORM"/></xs:sequence></xs:complexType>';
    const model = await modelOf({
      'q.xsd': xsd(`<xs:element name="q">${inner.replace('FORM', 'unqualified')}</xs:element>`),
      'u.xsd': xsd(`<xs:element name="u">${inner.replace('FORM', 'qualified')}</xs:element>`, { attributes: '' }),
    });
    expect(childrenOf(model, 'q').map(({ name }) => name.namespace)).toEqual(['urn:test', '']);
    expect(childrenOf(model, 'u').map(({ name }) => name.namespace)).toEqual(['', 'urn:test']);
  });

  it('without a type take that of the head of their group, or any', async () => {
    const model = await modelOf(
      xsd('<xs:element name="head" type="xs:date"/><xs:element name="member" substitutionGroup="t:head"/><xs:element name="free"/>'),
    );
    expect(contentOf(elementOf(model, 'member').type)).toBe('text:date');
    expect(contentOf(elementOf(model, 'free').type)).toBe('mixed (any(##any lax){0,})');
  });
});

describe('substitution groups', () => {
  it('reach over several steps and namespaces, abstract members left out', async () => {
    const model = await modelOf({
      'a.xsd': xsd('<xs:element name="head" abstract="true"/><xs:element name="one" substitutionGroup="t:head" abstract="true"/>'),
      'b.xsd': xsd('<xs:element name="two" substitutionGroup="a:one"/><xs:element name="three" substitutionGroup="t:two"/>', {
        namespace: 'urn:b',
        attributes: 'xmlns:a="urn:test"',
      }),
    });
    expect(model.substitutes(elementOf(model, 'head')).map(({ name }) => name.localName)).toEqual(['two', 'three']);
    expect(model.substitutes(elementOf(model, 'two', 'urn:b')).map(({ name }) => name.localName)).toEqual(['two', 'three']);
  });

  it('are closed where the head blocks them', async () => {
    const model = await modelOf(xsd('<xs:element name="head" block="substitution"/><xs:element name="a" substitutionGroup="t:head"/>'));
    expect(model.substitutes(elementOf(model, 'head')).map(({ name }) => name.localName)).toEqual(['head']);
  });
});

describe('derived types', () => {
  it('are all that come from a type, abstract ones left out', async () => {
    const extend = (name: string, base: string, more = ''): string =>
      `<xs:complexType name="${name}" ${more}><xs:complexContent><xs:extension base="t:${base}"/></xs:complexContent></xs:complexType>`;
    const model = await modelOf(
      xsd(`<xs:complexType name="A"/>${extend('B', 'A', 'abstract="true"')}${extend('C', 'B')}${extend('D', 'A')}
        <xs:simpleType name="Short"><xs:restriction base="xs:NCName"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>`),
    );
    const names = (localName: string): (string | undefined)[] =>
      model.derivedTypes(typeOf(model, localName)).map(({ name }) => name?.localName);
    expect(names('A')).toEqual(['D', 'C']);
    expect(names('C')).toEqual([]);
    const name = typeOf(model, 'NCName', 'http://www.w3.org/2001/XMLSchema');
    expect(model.derivedTypes(name).map((one) => one.name?.localName)).toEqual(['ID', 'IDREF', 'ENTITY', 'Short']);
  });
});

describe('files of a set', () => {
  it('find each other by namespace, whatever they import', async () => {
    const model = await modelOf({
      'a.xsd': xsd('<xs:element name="a" type="k:T2"/>', { attributes: 'xmlns:k="urn:k"' }),
      'k1.xsd': xsd('<xs:simpleType name="T1"><xs:restriction base="xs:token"/></xs:simpleType>', { namespace: 'urn:k' }),
      'k2.xsd': xsd('<xs:simpleType name="T2"><xs:restriction base="t:T1"/></xs:simpleType>', { namespace: 'urn:k' }),
    });
    expect(elementOf(model, 'a').type.base).toBe(typeOf(model, 'T1', 'urn:k'));
  });

  it('may declare the same twice: the first counts', async () => {
    const files = { 'a.xsd': xsd('<xs:element name="e" type="xs:int"/>'), 'b.xsd': xsd('<xs:element name="e" type="xs:date"/>') };
    expect((await modelOf(files)).roots.map(({ type }) => contentOf(type))).toEqual(['text:int']);
  });

  it('without a namespace take that of the file that includes them, also by way of another', async () => {
    const chameleon = { namespace: '', attributes: 'elementFormDefault="qualified"' };
    const files = {
      'main.xsd': xsd('<xs:include schemaLocation="parts/one.xsd"/>'),
      'other.xsd': xsd('<xs:include schemaLocation="./parts/two.xsd"/>', { namespace: 'urn:other' }),
      'parts/one.xsd': xsd('<xs:include schemaLocation="two.xsd"/><xs:element name="e" type="T"/>', chameleon),
      'parts/two.xsd': xsd(
        '<xs:complexType name="T"><xs:sequence><xs:element name="x" type="S"/></xs:sequence></xs:complexType><xs:simpleType name="S"><xs:restriction base="xs:token"/></xs:simpleType>',
        chameleon,
      ),
    };
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    for (const model of [await modelOf(files), await modelOf(reversed)]) {
      expect(elementOf(model, 'e').type).toBe(typeOf(model, 'T'));
      expect(childrenOf(model, 'e')[0]).toMatchObject({ name: { namespace: 'urn:test' }, type: typeOf(model, 'S') });
      expect(complexTypeOf(model, 'T', 'urn:other')).not.toBe(typeOf(model, 'T'));
      expect(model.type({ namespace: '', localName: 'T' })).toBeUndefined();
    }
  });

  it('without a namespace that nothing includes stand in none', async () => {
    const model = await modelOf(xsd('<xs:element name="e" type="T"/><xs:complexType name="T"/>', { namespace: '' }));
    expect(elementOf(model, 'e', '').type).toBe(typeOf(model, 'T', ''));
  });

  it('may redefine components of others', async () => {
    const model = await modelOf({
      'base.xsd': xsd(`<xs:complexType name="P"><xs:sequence><xs:element name="a"/><xs:group ref="t:G"/></xs:sequence></xs:complexType>
        <xs:simpleType name="S"><xs:restriction base="xs:string"><xs:maxLength value="9"/></xs:restriction></xs:simpleType>
        <xs:group name="G"><xs:sequence><xs:element name="g"/></xs:sequence></xs:group>
        <xs:attributeGroup name="A"><xs:attribute name="a1"/></xs:attributeGroup>
        <xs:element name="p" type="t:P"/>`),
      'new.xsd': xsd(`<xs:redefine schemaLocation="base.xsd">
        <xs:complexType name="P"><xs:complexContent><xs:extension base="t:P"><xs:sequence><xs:element name="b" type="t:P" minOccurs="0"/>
          </xs:sequence><xs:attributeGroup ref="t:A"/></xs:extension></xs:complexContent></xs:complexType>
        <xs:simpleType name="S"><xs:restriction base="t:S"><xs:minLength value="2"/></xs:restriction></xs:simpleType>
        <xs:group name="G"><xs:sequence><xs:group ref="t:G"/><xs:element name="h"/></xs:sequence></xs:group>
        <xs:attributeGroup name="A"><xs:attributeGroup ref="t:A"/><xs:attribute name="a2"/></xs:attributeGroup>
      </xs:redefine>`),
    });
    const p = complexTypeOf(model, 'P');
    expect(contentOf(p)).toBe('((a ((g) h)) (b{0,1}))');
    expect(p.attributes.map(({ name }) => name.localName)).toEqual(['a1', 'a2']);
    expect(elementOf(model, 'p').type).toBe(p);
    expect(childrenOf(model, 'p').at(-1)?.type).toBe(p);
    expect(typeOf(model, 'S')).toMatchObject({ facets: { minLength: 2, maxLength: 9 } });
  });

  it('may have a document type that is not loaded', async () => {
    const text = `<!DOCTYPE xs:schema PUBLIC "-//W3C//DTD XMLSchema 200102//EN" "http://127.0.0.1:9/XMLSchema.dtd" [<!ENTITY ns "urn:test">]>
      ${xsd('<xs:element name="e"/>').replace('targetNamespace="urn:test"', 'targetNamespace="&ns;"')}`;
    expect((await modelOf(text)).roots).toHaveLength(1);
  });

  it('need not bring the attributes of the prefix xml along', async () => {
    const model = await modelOf(xsd('<xs:complexType name="T"><xs:attribute ref="xml:lang" use="required"/></xs:complexType>'));
    expect(complexTypeOf(model, 'T').attributes).toMatchObject([
      { name: { localName: 'lang' }, type: { builtIn: 'language' }, required: true },
    ]);
  });
});

describe('a schema that cannot be understood', () => {
  it.each([
    ['is not well-formed', '<xs:schema', 'the schema file is not well-formed', 1],
    ['is another document', '<other/>', 'the file is not an XML schema', 1],
    [
      'names a type that is not there',
      xsd('\n<xs:element name="e" type="t:T"/>'),
      'no file of the set declares the type T in the namespace urn:test',
      3,
    ],
    [
      'names an element that is not there',
      xsd(
        '<xs:group name="g"><xs:sequence><xs:element ref="t:e"/></xs:sequence></xs:group><xs:complexType name="T"><xs:group ref="t:g"/></xs:complexType>',
      ),
      'no file of the set declares the element e in the namespace urn:test',
      2,
    ],
    [
      'names a head that is not there',
      xsd('<xs:element name="e" type="xs:token" substitutionGroup="t:h"/>'),
      'no file of the set declares the element h in the namespace urn:test',
      2,
    ],
    ['uses a prefix without a namespace', xsd('<xs:element name="e" type="x:T"/>'), 'the prefix of x:T has no namespace', 2],
    [
      'derives a simple type from itself',
      xsd('<xs:simpleType name="S"><xs:restriction base="t:S"/></xs:simpleType>'),
      'a simple type is derived from itself',
      2,
    ],
    [
      'makes a union of itself',
      xsd('<xs:simpleType name="S"><xs:union memberTypes="xs:int t:S"/></xs:simpleType>'),
      'a simple type is derived from itself',
      2,
    ],
    [
      'derives a complex type from itself',
      xsd('<xs:complexType name="C"><xs:complexContent><xs:extension base="t:C"/></xs:complexContent></xs:complexType>'),
      'a complex type is derived from itself',
      2,
    ],
    [
      'has a group in itself',
      xsd(
        '<xs:group name="g"><xs:sequence><xs:group ref="t:g"/></xs:sequence></xs:group><xs:complexType name="T"><xs:group ref="t:g"/></xs:complexType>',
      ),
      'a group contains itself',
      2,
    ],
    [
      'has an attribute group in itself',
      xsd(
        '<xs:attributeGroup name="g"><xs:attributeGroup ref="t:g"/></xs:attributeGroup><xs:complexType name="T"><xs:attributeGroup ref="t:g"/></xs:complexType>',
      ),
      'an attribute group contains itself',
      2,
    ],
    [
      'has an occurrence that is no number',
      xsd('<xs:complexType name="T"><xs:sequence maxOccurs="many"/></xs:complexType>'),
      'minOccurs or maxOccurs is not a number',
      2,
    ],
    [
      'has a complex type as attribute',
      xsd(
        '<xs:complexType name="T"/><xs:element name="e"><xs:complexType><xs:attribute name="a" type="t:T"/></xs:complexType></xs:element>',
      ),
      't:T is a complex type where a simple one must stand',
      2,
    ],
    [
      'lacks a name',
      xsd('<xs:complexType name="T"><xs:sequence><xs:element/></xs:sequence></xs:complexType>'),
      'an element has no name',
      2,
    ],
  ])('is refused with file and line when it %s', async (_, text, message, line) => {
    const fault = await modelOf(text).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(ConfigurationFault);
    expect(fault).toMatchObject({ code: 'AB_SCHEMA_SET_INVALID', message, where: { file: 'test.xsd', line } });
  });
});

describe('any text as schema', () => {
  const schema = xsd(`<xs:element name="a" type="t:T"/><xs:element name="b" substitutionGroup="t:a" type="t:U"/>
    <xs:complexType name="T"><xs:group ref="t:g" minOccurs="0"/><xs:attributeGroup ref="t:h"/></xs:complexType>
    <xs:complexType name="U"><xs:complexContent><xs:extension base="t:T"><xs:attribute name="x" type="t:S"/></xs:extension></xs:complexContent></xs:complexType>
    <xs:group name="g"><xs:sequence><xs:element ref="t:b"/></xs:sequence></xs:group>
    <xs:attributeGroup name="h"><xs:attribute name="y" type="t:L"/></xs:attributeGroup>
    <xs:simpleType name="S"><xs:restriction base="t:L"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="L"><xs:list itemType="t:V"/></xs:simpleType>
    <xs:simpleType name="V"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>`);
  const values = [...schema.matchAll(/(?<==")[^"]*(?=")/g)];

  it('gives a model or is refused with file and line', async () => {
    const swap = fc.tuple(fc.nat(values.length - 1), fc.nat(values.length - 1));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(swap, { maxLength: 3, selector: ([at]) => at }), async (swaps) => {
        const text = swaps.toSorted((one, other) => other[0] - one[0]).reduce(swapped, schema);
        const outcome = await modelOf(text).catch((error: unknown) => error);
        if (outcome instanceof Error)
          expect(outcome).toMatchObject({ code: 'AB_SCHEMA_SET_INVALID', where: { file: 'test.xsd', line: expect.any(Number) } });
      }),
      { numRuns: 300 },
    );
  });

  function swapped(text: string, [at, from]: readonly [number, number]): string {
    const index = values[at]?.index ?? 0;
    return text.slice(0, index) + (values[from]?.[0] ?? '') + text.slice(index + (values[at]?.[0].length ?? 0));
  }
});

function childrenOf(model: SchemaModel, name: string): readonly ElementDeclaration[] {
  const { type } = elementOf(model, name);
  if (type.kind === 'simple' || type.content.kind !== 'elements') return [];
  return [...elementsIn(type.content.particle)];
}
