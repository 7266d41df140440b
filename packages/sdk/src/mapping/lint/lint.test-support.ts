import { buildSchemaModel } from '../../message/schema-model/build-schema-model.ts';
import type { SchemaModel } from '../../message/schema-model/schema-model.ts';
import type { LintFinding } from './lint-finding.ts';
import { lintMapping, type LintOptions } from './lint-mapping.ts';
import { parseMapping } from '../parse-mapping.ts';

const namespace = 'urn:example:antrag';

/** What declares the message of these tests: persons may repeat, codes stand in a child without a namespace. */
export const antragXsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespace}" targetNamespace="${namespace}"
    elementFormDefault="qualified">
  <xs:complexType name="Code">
    <xs:sequence><xs:element name="code" type="xs:token" form="unqualified"/></xs:sequence>
    <xs:attribute name="listURI" type="xs:anyURI"/>
  </xs:complexType>
  <xs:complexType name="Code.Rasse">
    <xs:complexContent><xs:restriction base="Code">
      <xs:sequence><xs:element name="code" form="unqualified"><xs:simpleType><xs:restriction base="xs:token">
        <xs:enumeration value="101"/><xs:enumeration value="102"/></xs:restriction></xs:simpleType></xs:element></xs:sequence>
      <xs:attribute name="listURI" type="xs:anyURI" fixed="urn:example:rassen"/>
    </xs:restriction></xs:complexContent>
  </xs:complexType>
  <xs:simpleType name="Name"><xs:restriction base="xs:string"><xs:maxLength value="120"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Person" abstract="true"><xs:sequence><xs:element name="familienname" type="Name"/></xs:sequence></xs:complexType>
  <xs:complexType name="Natuerlich"><xs:complexContent><xs:extension base="Person">
    <xs:sequence><xs:element name="vorname" type="Name" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:element name="ort" type="xs:string"/>
  <xs:element name="gemeinde" type="xs:string" substitutionGroup="ort"/>
  <xs:complexType name="Gruppe"><xs:sequence>
    <xs:element name="titel" type="xs:string" minOccurs="0"/><xs:element name="gruppe" type="Gruppe" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:element name="antrag"><xs:complexType><xs:sequence>
    <xs:element name="person" type="Person" maxOccurs="unbounded"/>
    <xs:element name="rasse" type="Code.Rasse"/>
    <xs:choice><xs:element name="telefon" type="xs:string"/><xs:element name="mobil" type="xs:string"/></xs:choice>
    <xs:element ref="ort"/>
    <xs:element name="gruppe" type="Gruppe" minOccurs="0"/>
    <xs:element name="frei" minOccurs="0"><xs:complexType><xs:sequence><xs:any processContents="lax"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="bestaetigt" type="xs:boolean"/>
  </xs:sequence><xs:attribute name="version" type="xs:string" use="required"/></xs:complexType></xs:element>
</xs:schema>`;

/** The model of a schema in one text. */
export function modelOf(xsd: string): Promise<SchemaModel> {
  return buildSchemaModel([{ file: 'antrag.xsd', bytes: Buffer.from(xsd) }]);
}

/** Lints a mapping with these lines below `fields:` against the schema above. */
export async function lintFields(
  fields: string,
  options: Partial<LintOptions> & { readonly more?: string } = {},
): Promise<readonly LintFinding[]> {
  const yaml = `message: { root: antrag, namespace: '${namespace}' }\nprefixes: { x: profile }\nrecord: dog\n${options.more ?? ''}fields:\n${fields
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;
  const mapping = await parseMapping(yaml, 'dog.yaml');
  const schema = { name: 'antrag-1', model: await modelOf(antragXsd), roots: [{ namespace, localName: 'antrag' }] };
  return lintMapping(mapping, { schemas: [schema], ...options }).findings;
}
