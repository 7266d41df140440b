import type { ElementDeclaration, Particle } from '../../message/schema-model/schema-model.ts';
import type { ElementNode, GraphNode, SchemaGraph } from './schema-graph.ts';

/** A part that always comes in messages of a schema. */
export interface RequiredPart {
  readonly node: ElementNode;
  /** From the root element on. */
  readonly way: readonly ElementDeclaration[];
}

/** Elements with a text of their own that stand in every message of a schema, by the way to them. */
export function requiredParts(graph: SchemaGraph): readonly RequiredPart[] {
  const found: RequiredPart[] = [];
  const walk = (node: ElementNode, way: readonly ElementDeclaration[]): void => {
    if (way.includes(node.declaration)) return;
    const here = [...way, node.declaration];
    if (graph.mayHoldText(node)) found.push({ node, way: here });
    const [particle, ...others] = graph.particles(node);
    if (!particle || others.length > 0) return;
    for (const child of alwaysThere(particle)) walk(graph.element(child), here);
  };
  walk(graph.root, []);
  return found;
}

function alwaysThere(particle: Particle): readonly ElementDeclaration[] {
  if (particle.min === 0 || particle.kind === 'any') return [];
  if (particle.kind === 'element') return [particle.declaration];
  if (particle.kind === 'choice' && particle.particles.length > 1) return [];
  return particle.particles.flatMap(alwaysThere);
}

/** Whether a schema knows the same way, by the names on it: local ones, since a new version has new namespaces. */
export function knowsWay(graph: SchemaGraph, way: readonly ElementDeclaration[]): boolean {
  let nodes: readonly GraphNode[] = [graph.document];
  for (const { name } of way) {
    nodes = nodes
      .flatMap((node) => graph.children(node))
      .filter((node) => node.kind === 'element' && node.name.localName === name.localName);
  }
  return nodes.length > 0;
}
