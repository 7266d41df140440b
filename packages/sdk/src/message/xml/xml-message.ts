import type { XmlDocument, XmlNode } from 'libxml2-wasm';
import { Defect, NeedsPerson } from '../../errors/families.ts';
import type { CompiledPath } from '../compiled-path.ts';
import type { Libxml2 } from '../libxml2.ts';
import type { Message, MessageNode, MessageRoot } from '../message.ts';
import { SiblingPositions } from './sibling-positions.ts';
import { textOf, XmlMessageNode } from './xml-message-node.ts';

/** What a message knows of its bytes. */
export interface MessageOrigin {
  readonly kind: 'xml' | 'json';
  readonly encoding: string;
  /** Whether any text may begin with a byte order mark. */
  readonly mayHoldMarks: boolean;
}

const leafPath =
  'descendant-or-self::*[not(*)] | descendant-or-self::*[*]/text()[normalize-space()] | descendant-or-self::*/@*[not(namespace-uri()="http://www.w3.org/2001/XMLSchema-instance")]';

/** A message over a document of libxml2, which it owns. */
export class XmlMessage implements Message {
  readonly kind: 'xml' | 'json';
  readonly encoding: string;
  readonly root: MessageRoot;
  readonly mayHoldMarks: boolean;
  readonly positions: SiblingPositions;
  readonly #libxml2: Libxml2;
  #document: XmlDocument | undefined;

  constructor(libxml2: Libxml2, document: XmlDocument, origin: MessageOrigin) {
    this.kind = origin.kind;
    this.encoding = origin.encoding;
    this.mayHoldMarks = origin.mayHoldMarks;
    this.positions = new SiblingPositions(libxml2);
    this.#libxml2 = libxml2;
    this.#document = document;
    this.root = rootOf(document);
  }

  /** The document, for validation. It stays owned by the message. */
  get document(): XmlDocument {
    if (this.#document) return this.#document;
    throw new Defect('AB_DEFECT', 'a message was used after it was disposed');
  }

  get rootLine(): number | undefined {
    return new XmlMessageNode(this.#libxml2, this, this.document.root).line;
  }

  select(path: CompiledPath, context?: MessageNode): readonly MessageNode[] {
    const result = this.#evaluate(path, context);
    if (!Array.isArray(result)) throw unusablePath(path, 'it does not select nodes');
    return result.map((node) => new XmlMessageNode(this.#libxml2, this, node));
  }

  test(path: CompiledPath, context?: MessageNode): boolean {
    const result = this.#evaluate(path, context);
    if (Array.isArray(result) || typeof result === 'string') return result.length > 0;
    return typeof result === 'number' ? result !== 0 && !Number.isNaN(result) : result;
  }

  string(path: CompiledPath, context?: MessageNode): string {
    const result = this.#evaluate(path, context);
    if (!Array.isArray(result)) return String(result);
    const [node] = result;
    return node ? textOf(this.#libxml2, node, this) : '';
  }

  leaves(): readonly MessageNode[] {
    const found = this.document.root.find(leafPath);
    return found.map((node) => new XmlMessageNode(this.#libxml2, this, node));
  }

  /** A node of the document as the message shows it. */
  nodeOf(node: XmlNode): MessageNode {
    return new XmlMessageNode(this.#libxml2, this, node);
  }

  /** A place as libxml2 names it, by positions from the document on, in the names of the message; as it is when it finds nothing. */
  namedPath(xpath: string): string {
    if (!xpath.includes('*')) return xpath;
    try {
      const found = this.document.get(xpath, this.document.root.nsDeclarations);
      return found === null ? xpath : new XmlMessageNode(this.#libxml2, this, found).path;
    } catch (error) {
      if (error instanceof this.#libxml2.XmlError) return xpath;
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#document?.dispose();
    this.#document = undefined;
  }

  #evaluate(path: CompiledPath, context: MessageNode | undefined): ReturnType<XmlNode['eval']> {
    const from = context instanceof XmlMessageNode ? context.node : this.document.root;
    try {
      return from.eval(path.bind(this.root.namespace));
    } catch (error) {
      if (error instanceof this.#libxml2.XmlError) throw unusablePath(path, 'it cannot be evaluated on this message');
      throw error;
    }
  }
}

function rootOf(document: XmlDocument): MessageRoot {
  const element = document.root;
  const attributes = new Map<string, string>();
  for (const attribute of element.attrs) {
    const name = attribute.prefix ? `${attribute.prefix}:${attribute.name}` : attribute.name;
    attributes.set(name, attribute.content);
  }
  return { namespace: element.namespaceUri, localName: element.name, attributes };
}

function unusablePath(path: CompiledPath, why: string): NeedsPerson {
  return new NeedsPerson('AB_MAPPING_INVALID', `a path cannot be used: ${why}`, {
    where: { path: path.expression },
  });
}
