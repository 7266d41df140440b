import { describe, expect, it } from 'vitest';
import { hasCorpus } from '../../testing/corpus.ts';
import { codeListOf } from './code-use.ts';
import { complexTypeOf, corpusModel, modelOf, xsd } from './model.test-support.ts';

const code = `<xs:complexType name="Code"><xs:sequence><xs:element name="code" type="xs:token" form="unqualified"/></xs:sequence>
  <xs:attribute name="listURI" type="xs:anyURI"/><xs:attribute name="listVersionID" type="xs:normalizedString"/></xs:complexType>`;

function restricted(attributes: string, codeType = 'type="xs:token"'): string {
  return `<xs:element name="e"><xs:complexType><xs:complexContent><xs:restriction base="t:Code"><xs:sequence>
    <xs:element name="code" form="unqualified" ${codeType}/></xs:sequence>${attributes}</xs:restriction></xs:complexContent></xs:complexType></xs:element>
    <xs:simpleType name="List"><xs:restriction base="xs:token"><xs:enumeration value="1"/></xs:restriction></xs:simpleType>${code}`;
}

const uri = '<xs:attribute name="listURI" type="xs:anyURI" fixed="urn:list"/>';
const version = '<xs:attribute name="listVersionID" type="xs:normalizedString" fixed="2"/>';

describe('the code list of an element', () => {
  it.each([
    [1, uri + version, 'type="t:List"', { uri: 'urn:list', version: '2' }],
    [2, uri + version, 'type="xs:token"', { uri: 'urn:list', version: '2' }],
    [3, uri, 'type="xs:token"', { uri: 'urn:list', version: undefined }],
    [4, '', 'type="xs:token"', { uri: undefined, version: undefined }],
  ])('is known as type %i', async (typ, attributes, codeType, list) => {
    const use = await useOf(restricted(attributes, codeType));
    expect({ uri: use?.uri, version: use?.version, typ: use?.typ }).toEqual({ ...list, typ });
    expect(use?.code.name).toEqual({ namespace: '', localName: 'code' });
  });

  it('is named by a type that prohibits the attributes, too', async () => {
    const prohibited = '<xs:attribute name="listURI" use="prohibited"/><xs:attribute name="listVersionID" use="prohibited"/>';
    const namespace = 'http://xoev.de/schemata/code/1_0';
    const model = await modelOf(xsd(restricted(prohibited), { namespace }));
    const element = model.element({ namespace, localName: 'e' });
    expect(element && codeListOf(element)?.typ).toBe(4);
  });

  it('is none where there is no code, or one with elements inside', async () => {
    expect(await useOf('<xs:element name="e" type="xs:token"/>')).toBeUndefined();
    expect(
      await useOf(
        '<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="code" type="xs:token"/></xs:sequence></xs:complexType></xs:element>',
      ),
    ).toBeUndefined();
    expect(
      await useOf(
        `<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="code" type="t:Code"/></xs:sequence><xs:attribute name="listURI"/></xs:complexType></xs:element>${code}`,
      ),
    ).toBeUndefined();
  });
});

describe.skipIf(!hasCorpus)('the code lists of published standards', () => {
  it.each([
    ['Code.AbgangUmfang', { uri: 'urn:xoev-de:xbau:codeliste:abgangumfang', version: '2.0', typ: 1 }],
    ['Code.StatusBauportal', { uri: 'urn:xoev-de:xbau:codeliste:statusbauportal', version: undefined, typ: 3 }],
    ['Code.AbweichungArt', { uri: undefined, version: undefined, typ: 4 }],
  ])('of XBau 2.6: %s', async (localName, expected) => {
    const model = await corpusModel('xoev/xbau/2.6/schema-dev');
    const namespaces = ['http://www.xleitstelle.de/xbau/2/6', 'http://www.xleitstelle.de/xbau/kernmodul/1/3/0'];
    const type = namespaces.map((namespace) => model.type({ namespace, localName })).find((one) => one !== undefined);
    expect(type && codeListOf({ type })).toMatchObject(expected);
  });

  it('of XSchule 1.2, whose codes are addresses', async () => {
    const model = await corpusModel('xoev/xschule-1.2/schema');
    const type = complexTypeOf(model, 'Code.ArtDerHZB', 'http://xschule.digital/def/xschule/1.2/xsd');
    const use = codeListOf({ type });
    expect(use).toMatchObject({ uri: 'urn:xschule-digital:destatis:codeliste:artderhzb', version: '1.0', typ: 1 });
    expect(use?.codeType.facets.enumeration?.[0]).toMatch(/^http/);
  });
});

async function useOf(declarations: string): Promise<ReturnType<typeof codeListOf>> {
  const model = await modelOf(xsd(declarations));
  const element = model.element({ namespace: 'urn:test', localName: 'e' });
  return element && codeListOf(element);
}
