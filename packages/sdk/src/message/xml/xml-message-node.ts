import type { XmlDocument, XmlNode, XmlXPath } from 'libxml2-wasm';
import type { Libxml2 } from '../libxml2.ts';
import type { MessageNode } from '../message.ts';
import { qualifiedName, type SiblingPositions } from './sibling-positions.ts';

const unknownLine = 65_535;
const byteOrderMark = '\uFEFF';

/** The message that owns a node; its document is gone once it is disposed. */
export interface NodeOwner {
  readonly document: XmlDocument;
  /** Whether any text may begin with a byte order mark; false for all but the rarest messages. */
  readonly mayHoldMarks: boolean;
  readonly positions: SiblingPositions;
}

/** A node of libxml2 as a message shows it. */
export class XmlMessageNode implements MessageNode {
  readonly #libxml2: Libxml2;
  readonly #owner: NodeOwner;
  readonly #node: XmlNode;

  constructor(libxml2: Libxml2, owner: NodeOwner, node: XmlNode) {
    this.#libxml2 = libxml2;
    this.#owner = owner;
    this.#node = node;
  }

  /** The node; reading it asks the owner first, because a disposed document has no nodes any more. */
  get node(): XmlNode {
    return this.#owner.document && this.#node;
  }

  get text(): string {
    return textOf(this.#libxml2, this.node, this.#owner);
  }

  get line(): number | undefined {
    const { node } = this;
    const element = node instanceof this.#libxml2.XmlAttribute ? node.parent : node;
    const line = (element?.line ?? 0) & 0xffff;
    return line > 0 && line < unknownLine ? line : undefined;
  }

  get path(): string {
    const nodes: XmlNode[] = [];
    for (let node: XmlNode | null = this.node; node; node = node.parent) nodes.unshift(node);
    let path = '';
    for (const node of nodes) path = this.#below(path, node);
    return path;
  }

  get hasElements(): boolean {
    const { node } = this;
    if (!(node instanceof this.#libxml2.XmlElement)) return false;
    for (let child = node.firstChild; child; child = child.next) {
      if (child instanceof this.#libxml2.XmlElement) return true;
    }
    return false;
  }

  #below(path: string, node: XmlNode): string {
    const { XmlAttribute, XmlElement } = this.#libxml2;
    if (node instanceof XmlAttribute) return `${path}/@${qualifiedName(node)}`;
    if (!(node instanceof XmlElement)) return `${path}/text()`;
    const named = `${path}/${qualifiedName(node)}`;
    const position = this.#owner.positions.positionOf(node, named);
    return position > 1 ? `${named}[${position}]` : named;
  }
}

/** The text of a node. The library's decoder drops a byte order mark at the start of a longer text; text stays text. */
export function textOf(libxml2: Libxml2, node: XmlNode, { mayHoldMarks }: Pick<NodeOwner, 'mayHoldMarks'>): string {
  const text = node.content;
  if (!mayHoldMarks) return text;
  characters ??= libxml2.XmlXPath.compile('string-length(.)', {});
  return node.eval(characters) === [...text].length ? text : byteOrderMark + text;
}

let characters: XmlXPath | undefined;
