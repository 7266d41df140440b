import type { XmlAttribute, XmlDocument, XmlElement } from 'libxml2-wasm';
import { isAmtsboteError } from '../../../errors/amtsbote-error.ts';
import type { Libxml2 } from '../../libxml2.ts';
import { decodeXml } from '../../xml/decode.ts';

/** What a schema file says of itself, read without compiling it. */
export interface ScannedSchema {
  /** With `/`; unique in its set. */
  readonly path: string;
  /** In UTF-8, with a declaration that agrees. */
  readonly utf8: Uint8Array;
  /** Its target namespace; the empty text for none. */
  readonly namespace: string;
  /** The attribute `version` of its root. */
  readonly version: string | undefined;
  readonly references: readonly SchemaReference[];
  /** Global elements that are not abstract. */
  readonly elements: readonly string[];
  /** Global declarations by kind and name, such as `element a`; those inside `xs:redefine` left out. */
  readonly components: ReadonlySet<string>;
  /** The same for files that differ in comments, blanks, DOCTYPE and prefixes only. */
  readonly gist: string;
}

/** How one schema file leads to another. */
export interface SchemaReference {
  readonly kind: 'import' | 'include' | 'redefine' | 'override';
  /** Of an import; the empty text for none. */
  readonly namespace: string;
  readonly location: string | undefined;
  readonly line: number;
}

/** Why a file is no schema. */
export interface ScanFault {
  readonly message: string;
  readonly line?: number | undefined;
}

const xsNamespace = 'http://www.w3.org/2001/XMLSchema';
const xs = { xs: xsNamespace };

/** Reads a schema file. A DOCTYPE is tolerated; nothing it names is loaded, so a schema that needs what it names is refused. */
export function scanSchema(libxml2: Libxml2, path: string, bytes: Uint8Array): ScannedSchema | ScanFault {
  const utf8 = asUtf8(bytes);
  if (!utf8) return { message: 'its encoding is wrong or not allowed' };
  if (usesForeignEntity(utf8)) return { message: 'it uses an entity that stands in another file; parts of the schema would be missing' };
  const document = parsed(libxml2, utf8);
  if ('message' in document) return document;
  try {
    const { root } = document;
    if (root.name !== 'schema' || root.namespaceUri !== xsNamespace) return { message: 'it is XML, but not an XML schema' };
    return {
      path,
      utf8,
      namespace: root.attr('targetNamespace')?.value ?? '',
      version: root.attr('version')?.value,
      references: elements(root, 'xs:import | xs:include | xs:redefine | xs:override').map(referenceOf),
      elements: names(root, 'xs:element[not(@abstract="true" or @abstract="1")]/@name'),
      components: new Set(elements(root, 'xs:*[@name]').map((node) => `${kindOf(node.name)} ${node.attr('name')?.value}`)),
      gist: gistOf(root.toString({ format: false })),
    };
  } finally {
    document.dispose();
  }
}

const predefined = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** The parser leaves such entities out without a word, and a schema that lacks parts would call messages valid. */
function usesForeignEntity(utf8: Uint8Array): boolean {
  const text = Buffer.from(utf8).toString('utf8');
  if (!text.includes('<!DOCTYPE')) return false;
  const plain = text.replaceAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g, '');
  const here = new Set([...plain.matchAll(/<!ENTITY\s+([^\s%]+)\s+["']/g)].map(([, name]) => name));
  return [...plain.matchAll(/&([^#;&\s<>"']+);/g)].some(([, name = '']) => !predefined.has(name) && !here.has(name));
}

function asUtf8(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const { utf8, encoding } = decodeXml(bytes);
    return encoding === 'UTF-8' ? utf8 : withoutDeclaration(utf8);
  } catch (error) {
    if (isAmtsboteError(error)) return undefined;
    throw error;
  }
}

/** Leaves the line breaks of the declaration, so that lines stay the same. */
function withoutDeclaration(utf8: Uint8Array): Uint8Array {
  const text = Buffer.from(utf8).toString('utf8');
  return Buffer.from(text.replace(/^<\?xml[^>]*\?>/, (declaration) => declaration.replaceAll(/[^\n]/g, '')).trimStart());
}

function parsed(libxml2: Libxml2, utf8: Uint8Array): XmlDocument | ScanFault {
  try {
    return libxml2.XmlDocument.fromBuffer(utf8, { option: libxml2.ParseOption.XML_PARSE_NO_XXE | libxml2.ParseOption.XML_PARSE_NOENT });
  } catch (error) {
    if (!(error instanceof libxml2.XmlLibError)) throw error;
    return { message: 'it is not well-formed XML', line: error.details[0]?.line };
  }
}

function elements(root: XmlElement, path: string): XmlElement[] {
  return root.find(path, xs) as XmlElement[];
}

function names(root: XmlElement, path: string): string[] {
  return (root.find(path, xs) as XmlAttribute[]).map((attribute) => attribute.value);
}

function referenceOf(element: XmlElement): SchemaReference {
  return {
    kind: element.name as SchemaReference['kind'],
    namespace: element.attr('namespace')?.value ?? '',
    location: element.attr('schemaLocation')?.value.trim(),
    line: element.line & 0xffff,
  };
}

/** Simple and complex types share their names. */
function kindOf(name: string): string {
  return name.endsWith('Type') ? 'type' : name;
}

function gistOf(text: string): string {
  return text
    .replaceAll(/<!--[^]*?-->/g, '')
    .replaceAll(/\sxmlns(:[^\s=]+)?="[^"]*"/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('> <', '><');
}
