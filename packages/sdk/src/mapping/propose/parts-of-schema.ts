import type { AttributeUse, ElementDeclaration, Particle, SchemaModel } from '../../message/schema-model/schema-model.ts';
import { enumeration, listsOf } from '../lint/lint-codes.ts';
import { type ElementNode, type GraphNode, SchemaGraph } from '../lint/schema-graph.ts';
import type { Part, PartValue } from './part.ts';

/** Where an element may stand inside another one. */
interface Occurring {
  readonly declaration: ElementDeclaration;
  readonly many: boolean;
  readonly required: boolean;
}

/** More rules than this nobody reads; deeper optional parts are then left out. */
const mostParts = 600;
const deepest = 12;

/**
 * The parts that messages with this root element may have, types that stand in by `xsi:type` left out. Of large schemas only as deep as
 * the number of rules stays readable; what is always there is taken at any depth.
 */
export function partsOfSchema(model: SchemaModel, root: ElementDeclaration): Part {
  const graph = new SchemaGraph(model, root);
  let best = partsDownTo(graph, 2);
  for (let depth = 3; depth <= deepest; depth++) {
    const deeper = partsDownTo(graph, depth);
    if (countParts(deeper) > mostParts) break;
    best = deeper;
  }
  return best;
}

function partsDownTo(graph: SchemaGraph, depth: number): Part {
  const walk = ({ declaration, many, required }: Occurring, above: readonly ElementDeclaration[]): Part => {
    const node = graph.element(declaration);
    const cut = above.includes(declaration) || (above.length > depth && !required);
    const inside = cut ? [] : occurrences(node, graph).map((one) => walk(one, [...above, declaration]));
    const hasInside = cut && graph.children(node).length > 0;
    const parts = [...attributesOf(node, graph), ...inside].map((part) => withListOf(node, part));
    return { ...described(node, graph), many, required, parts, cut: hasInside };
  };
  return walk({ declaration: graph.root.declaration, many: false, required: true }, []);
}

function countParts({ parts }: Part): number {
  return parts.reduce((sum, part) => sum + countParts(part), parts.length);
}

/** The parts of a message with what the schema says of them: types, lists, what may repeat, what is always there. */
export function withSchema(part: Part, model: SchemaModel, root: ElementDeclaration): Part {
  const graph = new SchemaGraph(model, root);
  const join = (one: Part, node: ElementNode): Part => {
    const declared = new Map(occurrences(node, graph).map((occurring) => [keyOf(occurring.declaration.name), occurring]));
    const uses = new Map(
      graph.attributes(node).flatMap((attribute) => (attribute.kind === 'attribute' ? [[keyOf(attribute.name), attribute]] : [])),
    );
    const parts = one.parts.map((inner): Part => {
      if (inner.kind === 'attribute') return withType(inner, uses.get(keyOf(inner.name)), graph);
      const occurring = declared.get(keyOf(inner.name)) ?? anyChild(inner, node, graph);
      if (!occurring) return { ...inner, required: false };
      return { ...join(inner, graph.element(occurring.declaration)), many: inner.many || occurring.many, required: occurring.required };
    });
    const typed = withType({ ...one, parts: parts.map((inner) => withListOf(node, inner)) }, node, graph);
    return { ...typed, documentation: node.declaration.documentation };
  };
  return join(part, graph.root);
}

function keyOf({ namespace, localName }: { readonly namespace: string; readonly localName: string }): string {
  return `${namespace} ${localName}`;
}

/** An element that stands there by `xsi:type` only. */
function anyChild(part: Part, node: ElementNode, graph: SchemaGraph): Occurring | undefined {
  for (const child of graph.children(node)) {
    if (child.kind === 'element' && keyOf(child.name) === keyOf(part.name)) {
      return { declaration: child.declaration, many: part.many, required: false };
    }
  }
  return undefined;
}

function withType(part: Part, node: GraphNode | undefined, graph: SchemaGraph): Part {
  if (node?.kind === 'attribute')
    return { ...part, required: node.use.required, value: { ...valueOf(node, graph), samples: part.value?.samples ?? [] } };
  if (!node || !part.value) return part;
  const { value } = described(node, graph);
  if (!value) return { ...part, value: undefined };
  return { ...part, value: { ...value, list: value.list ?? part.value.list, samples: part.value.samples } };
}

function described(node: GraphNode, graph: SchemaGraph): Pick<Part, 'kind' | 'name' | 'value' | 'documentation'> {
  if (node.kind === 'attribute') return { kind: 'attribute', name: node.name, value: valueOf(node, graph) };
  if (node.kind !== 'element') return { kind: 'element', name: { namespace: '', localName: '' } };
  const { documentation } = node.declaration;
  return { kind: 'element', name: node.name, value: graph.mayHoldText(node) ? valueOf(node, graph) : undefined, documentation };
}

function valueOf(node: GraphNode, graph: SchemaGraph): PartValue {
  const [type] = graph.valueTypes(node);
  return { type: type?.builtIn, enumeration: enumeration([node], graph), list: listsOf([node])[0], samples: [] };
}

/** A code stands in a child; its list is fixed by the element around it. */
function withListOf(node: ElementNode, part: Part): Part {
  if (part.name.localName !== 'code' || !part.value) return part;
  return { ...part, value: { ...part.value, list: listsOf([node])[0] ?? part.value.list } };
}

function attributesOf(node: ElementNode, graph: SchemaGraph): readonly Part[] {
  return graph.attributes(node).flatMap((attribute) => {
    if (attribute.kind !== 'attribute') return [];
    const use: AttributeUse = attribute.use;
    return [{ ...described(attribute, graph), many: false, required: use.required, parts: [] }];
  });
}

function occurrences(node: ElementNode, graph: SchemaGraph): readonly Occurring[] {
  const { type } = node.declaration;
  if (type.kind !== 'complex' || type.content.kind !== 'elements') return [];
  const found = new Map<ElementDeclaration, Occurring>();
  collect(type.content.particle, { many: false, required: true }, (declaration, { many, required }) => {
    for (const one of graph.model.substitutes(declaration)) {
      const before = found.get(one);
      const only = one === declaration && graph.model.substitutes(declaration).length === 1;
      found.set(one, { declaration: one, many: many || before !== undefined, required: required && only });
    }
  });
  return [...found.values()];
}

interface Around {
  readonly many: boolean;
  readonly required: boolean;
}

function collect(particle: Particle, around: Around, found: (declaration: ElementDeclaration, around: Around) => void): void {
  if (particle.max === 0 || particle.kind === 'any') return;
  const here = { many: around.many || particle.max > 1, required: around.required && particle.min > 0 };
  if (particle.kind === 'element') return found(particle.declaration, here);
  const alternatives = particle.kind === 'choice' && particle.particles.length > 1;
  for (const inner of particle.particles) collect(inner, alternatives ? { ...here, required: false } : here, found);
}
