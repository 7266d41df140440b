import type { ErrorDetail, XmlDocument, XmlElement } from 'libxml2-wasm';
import type { Libxml2 } from '../../libxml2.ts';
import { schemaFault } from './schema-fault.ts';

/** A schema file: where it is from, and its bytes. */
export interface SchemaSource {
  /** Path as it shall be named in places and faults, with `/`; relative locations are resolved against it. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** An element of a schema document as plain data; annotations are folded into `documentation`. */
export interface XsdNode {
  /** Local name; elements of other namespaces are left out. */
  readonly name: string;
  /** Attributes in no namespace. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XsdNode[];
  readonly line: number;
  /** Namespaces in scope by prefix; the empty prefix is the default one. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Blanks collapsed. */
  readonly documentation: string | undefined;
}

/** The namespace of XML Schema itself. */
export const xsdNamespace = 'http://www.w3.org/2001/XMLSchema';
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/**
 * Reads a schema file. A DOCTYPE is tolerated, nothing is loaded for it.
 *
 * Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID) when it is no XML schema.
 */
export function readXsd(libxml2: Libxml2, { file, bytes }: SchemaSource): XsdNode {
  const document = parse(libxml2, { file, bytes });
  try {
    const { root } = document;
    if (root.name !== 'schema' || root.namespaceUri !== xsdNamespace) throw schemaFault('the file is not an XML schema', { file, line: 1 });
    return nodeOf(libxml2, root, new Map([['xml', xmlNamespace]]));
  } finally {
    document.dispose();
  }
}

function parse(libxml2: Libxml2, { file, bytes }: SchemaSource): XmlDocument {
  const { XML_PARSE_NONET, XML_PARSE_NO_XXE } = libxml2.ParseOption;
  try {
    return libxml2.XmlDocument.fromBuffer(bytes, { option: XML_PARSE_NONET | XML_PARSE_NO_XXE });
  } catch (error) {
    if (!(error instanceof libxml2.XmlLibError)) throw error;
    const [first] = error.details as readonly ErrorDetail[];
    throw schemaFault('the schema file is not well-formed', { file, line: first?.line ?? 1 });
  }
}

function nodeOf(libxml2: Libxml2, element: XmlElement, outer: ReadonlyMap<string, string>): XsdNode {
  const namespaces = namespacesOf(element, outer);
  const children: XsdNode[] = [];
  const texts: string[] = [];
  for (let child = element.firstChild; child; child = child.next) {
    if (!(child instanceof libxml2.XmlElement) || child.namespaceUri !== xsdNamespace) continue;
    if (child.name === 'annotation') texts.push(...documentationOf(libxml2, child));
    else children.push(nodeOf(libxml2, child, namespaces));
  }
  return {
    name: element.name,
    attributes: attributesOf(element),
    children,
    line: element.line & 0xffff,
    namespaces,
    documentation: texts.length > 0 ? texts.join(' ') : undefined,
  };
}

function namespacesOf(element: XmlElement, outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const declared = Object.entries(element.nsDeclarations);
  return declared.length === 0 ? outer : new Map([...outer, ...declared]);
}

function attributesOf(element: XmlElement): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const attribute of element.attrs) {
    if (attribute.prefix === '') attributes.set(attribute.name, attribute.content);
  }
  return attributes;
}

function documentationOf(libxml2: Libxml2, annotation: XmlElement): string[] {
  const texts: string[] = [];
  for (let child = annotation.firstChild; child; child = child.next) {
    if (!(child instanceof libxml2.XmlElement) || child.name !== 'documentation') continue;
    const text = collapse(child.content);
    if (text !== '') texts.push(text);
  }
  return texts;
}

/** A text as `whiteSpace="collapse"` makes it. */
export function collapse(text: string): string {
  return text.replaceAll(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}
