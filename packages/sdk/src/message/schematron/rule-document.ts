import type { XmlElement, XmlNode } from 'libxml2-wasm';
import type { Document, Element, Node } from 'slimdom';
import type { Libxml2 } from '../libxml2.ts';
import type { MessageNode } from '../message.ts';
import type { XmlMessage } from '../xml/xml-message.ts';
import { textOf } from '../xml/xml-message-node.ts';
import type { XPathEngine } from './xpath.ts';

/** A message in the document model of the rules' engine. */
export interface RuleDocument {
  readonly document: Document;
  /** Local names of its elements. */
  readonly names: ReadonlySet<string>;
  /** The place in the message that a node comes from; undefined for the document itself. */
  origin(node: Node): MessageNode | undefined;
}

interface Copy {
  readonly libxml2: Libxml2;
  readonly dom: XPathEngine['dom'];
  readonly document: Document;
  readonly names: Set<string>;
  readonly origins: Map<Node, XmlNode>;
  readonly mayHoldMarks: boolean;
}

/**
 * Copies a message node by node. Writing it out and reading it again takes as long, and the way back to lines would be lost.
 * Declarations of namespaces and processing instructions are left out.
 */
export function ruleDocumentOf(libxml2: Libxml2, dom: XPathEngine['dom'], message: XmlMessage): RuleDocument {
  const document = new dom.Document();
  const copy: Copy = { libxml2, dom, document, names: new Set(), origins: new Map(), mayHoldMarks: message.mayHoldMarks };
  document.appendChild(copied(copy, message.document.root));
  return {
    document,
    names: copy.names,
    origin: (node) => {
      const origin = copy.origins.get(node);
      return origin && message.nodeOf(origin);
    },
  };
}

function copied(copy: Copy, source: XmlElement): Element {
  const element = copy.document.createElementNS(source.namespaceUri || null, qualifiedName(source));
  copy.names.add(source.name);
  copy.origins.set(element, source);
  for (const attribute of source.attrs) {
    element.setAttributeNS(attribute.namespaceUri || null, qualifiedName(attribute), textOf(copy.libxml2, attribute, copy));
    const made = element.getAttributeNodeNS(attribute.namespaceUri || null, attribute.name);
    if (made) copy.origins.set(made, attribute);
  }
  for (let child = source.firstChild; child; child = child.next) appendCopy(copy, element, child);
  return element;
}

/** Texts side by side become one, as XPath sees them. */
function appendCopy(copy: Copy, parent: Element, child: XmlNode): void {
  const { libxml2, dom, document } = copy;
  if (child instanceof libxml2.XmlElement) {
    parent.appendChild(copied(copy, child));
  } else if (child instanceof libxml2.XmlText || child instanceof libxml2.XmlCData) {
    const last = parent.lastChild;
    if (last instanceof dom.Text) {
      last.appendData(textOf(libxml2, child, copy));
      return;
    }
    const text = document.createTextNode(textOf(libxml2, child, copy));
    copy.origins.set(text, child);
    parent.appendChild(text);
  } else if (child instanceof libxml2.XmlComment) {
    parent.appendChild(document.createComment(child.content));
  }
}

function qualifiedName({ prefix, name }: { readonly prefix: string; readonly name: string }): string {
  return prefix ? `${prefix}:${name}` : name;
}
