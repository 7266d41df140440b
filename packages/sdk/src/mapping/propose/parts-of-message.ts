import { CompiledPath } from '../../message/compiled-path.ts';
import type { Libxml2 } from '../../message/libxml2.ts';
import type { Message, MessageNode } from '../../message/message.ts';
import type { ExpandedName } from '../../message/schema-model/schema-model.ts';
import type { Part } from './part.ts';

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/** The parts of one message; namesakes in the same place are one part that may stand several times. */
export function partsOfMessage(libxml2: Libxml2, message: Message): Part {
  const [root] = message.select(new CompiledPath(libxml2, '/*', {}));
  if (!root) throw new Error('a message without a root element');
  return new MessageParts(libxml2, message).element([root], false);
}

class MessageParts {
  readonly #message: Message;
  readonly #paths: Readonly<Record<'children' | 'attributes' | 'texts' | 'localName' | 'namespace', CompiledPath>>;

  constructor(libxml2: Libxml2, message: Message) {
    this.#message = message;
    const path = (expression: string): CompiledPath => new CompiledPath(libxml2, expression, {});
    this.#paths = {
      children: path('*'),
      attributes: path('@*'),
      texts: path('text()[normalize-space()]'),
      localName: path('local-name()'),
      namespace: path('namespace-uri()'),
    };
  }

  /** One message does not tell what is always there: nothing is `required`. */
  element(nodes: readonly MessageNode[], many: boolean): Part {
    const parts = [...this.#grouped(nodes, 'attributes'), ...this.#grouped(nodes, 'children')].map(({ kind, groups }) => {
      if (kind === 'attributes') return this.#attribute(groups.flat());
      return this.element(
        groups.flat(),
        groups.some((group) => group.length > 1),
      );
    });
    const [first] = nodes;
    const holdsElements = parts.some(({ kind }) => kind === 'element');
    const list = this.#listOf(nodes);
    const besideElements = holdsElements && nodes.some((node) => this.#message.select(this.#paths.texts, node).length > 0);
    const own = besideElements ? { samples: [] } : undefined;
    const value = holdsElements ? own : { samples: nodes.map(({ text }) => text), list };
    return {
      kind: 'element',
      name: this.#nameOf(first),
      many,
      required: false,
      parts: holdsElements ? withList(parts, list) : parts,
      value,
    };
  }

  #attribute(nodes: readonly MessageNode[]): Part {
    const samples = nodes.map(({ text }) => text);
    return { kind: 'attribute', name: this.#nameOf(nodes[0]), many: false, required: false, parts: [], value: { samples } };
  }

  /** What stands in several elements, by name in the order of first sight; one group per element. */
  #grouped(
    nodes: readonly MessageNode[],
    kind: 'children' | 'attributes',
  ): readonly { readonly kind: 'children' | 'attributes'; readonly groups: readonly (readonly MessageNode[])[] }[] {
    const found = new Map<string, MessageNode[][]>();
    for (const node of nodes) {
      const here = Map.groupBy(this.#message.select(this.#paths[kind], node), (one) => {
        const { namespace, localName } = this.#nameOf(one);
        return namespace === schemaInstance ? '' : `${namespace} ${localName}`;
      });
      here.delete('');
      for (const [key, group] of here) found.set(key, [...(found.get(key) ?? []), group]);
    }
    return [...found.values()].map((groups) => ({ kind, groups }));
  }

  #listOf(nodes: readonly MessageNode[]): { readonly uri: string; readonly version: string | undefined } | undefined {
    const attributes = nodes.flatMap((node) => this.#message.select(this.#paths.attributes, node));
    const valueOf = (name: string): string | undefined =>
      attributes.find((node) => this.#nameOf(node).localName === name && node.text.trim() !== '')?.text;
    const uri = valueOf('listURI');
    return uri === undefined ? undefined : { uri, version: valueOf('listVersionID') };
  }

  #nameOf(node: MessageNode | undefined): ExpandedName {
    return { namespace: this.#message.string(this.#paths.namespace, node), localName: this.#message.string(this.#paths.localName, node) };
  }
}

/** A code stands in a child; its list is named above it. */
function withList(parts: readonly Part[], list: NonNullable<Part['value']>['list']): readonly Part[] {
  if (!list) return parts;
  return parts.map((part) => (part.name.localName === 'code' && part.value ? { ...part, value: { ...part.value, list } } : part));
}
