import type { FilledNode } from './structure/fill-values.ts';
import { Prefixes } from './prefixes.ts';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** An element as the builder takes it: its children below its name, its attributes beside it. */
interface OrderedElement {
  readonly [name: string]: readonly OrderedElement[] | Readonly<Record<string, string>> | string;
}

/** Writes a sample as an XML document, in UTF-8, all namespaces declared at the root. */
export async function writeSample(root: FilledNode): Promise<string> {
  const { XMLBuilder } = await import('fast-xml-parser');
  const builder = new XMLBuilder({
    preserveOrder: true,
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
    format: true,
    indentBy: '  ',
    maxNestedTags: Infinity,
  });
  const prefixes = new Prefixes();
  const element = orderedElement(root, prefixes);
  const namespaces = prefixes.declarations().map(([prefix, namespace]) => [`@_xmlns:${prefix}`, namespace] as const);
  const declared = { ...element, ':@': { ...Object.fromEntries(namespaces), ...(element[':@'] as Readonly<Record<string, string>>) } };
  const head: OrderedElement = { '?xml': [], ':@': { '@_version': '1.0', '@_encoding': 'UTF-8' } };
  return `${builder.build([head, declared]).trim()}\n`;
}

function orderedElement({ node, attributes, children, text }: FilledNode, prefixes: Prefixes): OrderedElement {
  const { name } = node.declaration;
  const written = prefixes.name(name.namespace, name.localName);
  const values: Record<string, string> = {};
  if (node.xsiType !== undefined) {
    values[`@_${prefixes.name(xsi, 'type')}`] = prefixes.name(node.xsiType.namespace, node.xsiType.localName);
  }
  if (node.nil) values[`@_${prefixes.name(xsi, 'nil')}`] = 'true';
  for (const { use, value } of attributes) values[`@_${prefixes.name(use.name.namespace, use.name.localName)}`] = value;
  const inside = children.map((child) => orderedElement(child, prefixes));
  return { [written]: text === undefined ? inside : [{ '#text': text }, ...inside], ':@': values };
}
