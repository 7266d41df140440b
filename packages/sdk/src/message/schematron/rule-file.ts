import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { XmlElement, XmlNode } from 'libxml2-wasm';
import { type Libxml2, loadLibxml2 } from '../libxml2.ts';
import { defaultMessageLimits } from '../message.ts';
import { decodeXml } from '../xml/decode.ts';
import { passGate } from '../xml/gate.ts';
import { parseXml } from '../xml/parse.ts';

/** An element of a rule file. Comments and processing instructions are left out. */
export interface RuleElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (RuleElement | string)[];
  readonly file: string;
  readonly line: number | undefined;
}

/** A rule file with the files it includes in their places. An `include` that could not be followed stays as it is. */
export interface RuleFile {
  readonly root: RuleElement;
  /** All files it is made of, itself first. */
  readonly files: readonly string[];
}

/** The namespace of ISO Schematron. */
export const schematronNamespace = 'http://purl.oclc.org/dsdl/schematron';

const deepestInclude = 20;

/** Reads a rule file as safely as a message. Throws what reading throws: errors of the file system and `NeedsPerson`. */
export async function readRuleFile(file: string): Promise<RuleFile> {
  const files = new Set<string>([file]);
  const root = await readElements(file);
  return { root: await withIncludes(root, { files, depth: 0 }), files: [...files] };
}

/** The elements below one, by name; only those of Schematron. */
export function childrenOf(element: RuleElement, ...names: readonly string[]): RuleElement[] {
  return element.children.filter(
    (child): child is RuleElement => typeof child !== 'string' && child.namespace === schematronNamespace && names.includes(child.name),
  );
}

async function readElements(file: string): Promise<RuleElement> {
  const { utf8 } = decodeXml(await readFile(file));
  passGate(utf8, defaultMessageLimits);
  const libxml2 = await loadLibxml2();
  using document = parseXml(libxml2, utf8);
  return elementOf(libxml2, document.root, file);
}

function elementOf(libxml2: Libxml2, element: XmlElement, file: string): RuleElement {
  const children: (RuleElement | string)[] = [];
  for (let child: XmlNode | null = element.firstChild; child; child = nextOf(libxml2, child)) {
    if (child instanceof libxml2.XmlElement) children.push(elementOf(libxml2, child, file));
    else if (child instanceof libxml2.XmlText || child instanceof libxml2.XmlCData) children.push(child.content);
  }
  const attributes = new Map(element.attrs.filter(({ prefix }) => prefix === '').map(({ name, content }) => [name, content]));
  return { name: element.name, namespace: element.namespaceUri, attributes, children, file, line: element.line };
}

function nextOf({ XmlTreeNode: treeNode }: Libxml2, node: XmlNode): XmlNode | null {
  return node instanceof treeNode ? node.next : null;
}

interface Included {
  readonly files: Set<string>;
  readonly depth: number;
}

async function withIncludes(element: RuleElement, included: Included): Promise<RuleElement> {
  const children: (RuleElement | string)[] = [];
  for (const child of element.children) {
    children.push(typeof child === 'string' ? child : await resolved(child, included));
  }
  return { ...element, children };
}

async function resolved(child: RuleElement, included: Included): Promise<RuleElement> {
  if (child.namespace !== schematronNamespace || child.name !== 'include') return withIncludes(child, included);
  const [location, id] = (child.attributes.get('href') ?? '').split('#', 2);
  if (!location || /^[a-z][a-z0-9+.-]+:/i.test(location) || included.depth >= deepestInclude) return child;
  const file = resolve(dirname(child.file), decodedLocation(location));
  const root = await readElements(file).catch(() => undefined);
  const wanted = root && id ? elementWithId(root, id) : root;
  if (!wanted) return child;
  included.files.add(file);
  return withIncludes(wanted, { files: included.files, depth: included.depth + 1 });
}

function decodedLocation(location: string): string {
  try {
    return decodeURI(location);
  } catch {
    return location;
  }
}

function elementWithId(element: RuleElement, id: string): RuleElement | undefined {
  if (element.attributes.get('id') === id) return element;
  for (const child of element.children) {
    const found = typeof child === 'string' ? undefined : elementWithId(child, id);
    if (found) return found;
  }
  return undefined;
}
