import { sameFimId } from '../../message/fim-id.ts';
import type { ExpandedName } from '../../message/schema-model/schema-model.ts';
import { parseXPath } from './parse-xpath.ts';
import type { GraphNode, SchemaGraph } from './schema-graph.ts';
import type { XPathExpression, XPathLocation, XPathStep, XPathTest } from './xpath.ts';

/** What an expression may select in messages of a schema. */
export interface PathAnalysis {
  /** Undefined for what is no set of nodes, or cannot be judged. */
  readonly nodes: readonly GraphNode[] | undefined;
  /** From where the last steps start. */
  readonly holders: readonly GraphNode[];
  readonly impossible: readonly ImpossibleStep[];
  /** Literals that a place is compared with and can never hold. */
  readonly neverEqual: readonly NeverEqual[];
  /** Why a part was not judged. */
  readonly notJudged: readonly string[];
  readonly expression: XPathExpression | undefined;
}

/** A step that can never match. */
export interface ImpossibleStep {
  readonly step: XPathStep;
  /** The places the step starts from. */
  readonly from: readonly GraphNode[];
}

export interface NeverEqual {
  readonly literal: string;
  readonly allowed: readonly string[];
}

/** What an expression is looked at against. */
export interface PathSurroundings {
  readonly graph: SchemaGraph;
  /** The namespace of a prefix; undefined where it has none. */
  readonly namespaceOf: (prefix: string) => string | undefined;
  /** FIM ids of both lengths are the same. */
  readonly anyFimId?: boolean | undefined;
}

/** Evaluates an expression on all messages that a schema allows at once. Throws nothing. */
export function analysePath(text: string, context: readonly GraphNode[], surroundings: PathSurroundings): PathAnalysis {
  const expression = parseXPath(text);
  if (!expression)
    return { nodes: undefined, holders: [], impossible: [], neverEqual: [], notJudged: ['it could not be taken apart'], expression };
  const evaluation = new Evaluation(surroundings);
  const nodes = evaluation.evaluate(expression, context);
  const { impossible, neverEqual, notJudged, holders } = evaluation;
  return { nodes, holders, impossible, neverEqual, notJudged, expression };
}

/** Whether a node fits the test of a step. */
export function fitsTest(node: GraphNode, test: XPathTest, surroundings: PathSurroundings): boolean {
  if (test.kind === 'node') return true;
  if (test.kind === 'text') return node.kind === 'text' || node.kind === 'open';
  return (
    test.kind === 'name' &&
    (node.kind === 'element' || node.kind === 'attribute' || node.kind === 'open') &&
    fitsName(node, test, surroundings)
  );
}

function fitsName(
  node: Extract<GraphNode, { kind: 'element' | 'attribute' | 'open' }>,
  test: Extract<XPathTest, { kind: 'name' }>,
  surroundings: PathSurroundings,
): boolean {
  if (test.localName === '*' && test.prefix === undefined) return true;
  if (test.anyNamespace === true) return node.kind === 'open' || sameName(test.localName, node.name.localName, surroundings);
  const namespace = test.prefix === undefined ? '' : surroundings.namespaceOf(test.prefix);
  if (namespace === undefined) return true;
  const { localName } = test;
  if (node.kind === 'open') return mayStandWhereOpen({ namespace, localName }, surroundings);
  return node.name.namespace === namespace && sameName(localName, node.name.localName, surroundings);
}

/** Where anything may stand, a name of a namespace that the schema knows must be a global element. */
function mayStandWhereOpen(name: ExpandedName, { graph }: PathSurroundings): boolean {
  if (name.localName === '*' || graph.model.element(name) !== undefined) return true;
  return !graph.model.roots.some((root) => root.name.namespace === name.namespace);
}

function sameName(wanted: string, name: string, { anyFimId }: PathSurroundings): boolean {
  return wanted === '*' || wanted === name || (anyFimId === true && sameFimId(wanted, name));
}

class Evaluation {
  impossible: ImpossibleStep[] = [];
  /** Those of the path evaluated last, which is the outermost one. */
  holders: readonly GraphNode[] = [];
  readonly neverEqual: NeverEqual[] = [];
  readonly notJudged: string[] = [];
  readonly #surroundings: PathSurroundings;

  constructor(surroundings: PathSurroundings) {
    this.#surroundings = surroundings;
  }

  evaluate(expression: XPathExpression, context: readonly GraphNode[]): readonly GraphNode[] | undefined {
    switch (expression.kind) {
      case 'location':
        return this.#location(expression, context);
      case 'union':
        return this.#union(expression.parts, context);
      case 'operation':
        this.#operation(expression, context);
        return undefined;
      case 'call':
        return this.#call(expression, context);
      case 'variable':
        this.notJudged.push('it uses a variable');
        return undefined;
      default:
        return undefined;
    }
  }

  #union(parts: readonly XPathExpression[], context: readonly GraphNode[]): readonly GraphNode[] | undefined {
    const results = this.#alternatives(parts, context);
    if (results.some((nodes) => nodes === undefined)) return undefined;
    return [...new Set(results.flatMap((nodes) => nodes ?? []))];
  }

  /** One possible alternative is enough: the others may be meant for other versions. */
  #alternatives(parts: readonly XPathExpression[], context: readonly GraphNode[]): readonly (readonly GraphNode[] | undefined)[] {
    const before = this.impossible;
    const found = parts.map((part) => {
      this.impossible = [];
      return { nodes: this.evaluate(part, context), impossible: this.impossible };
    });
    const all = found.every(({ impossible }) => impossible.length > 0);
    this.impossible = all ? [...before, ...found.flatMap(({ impossible }) => impossible)] : before;
    return found.filter(({ impossible }) => all || impossible.length === 0).map(({ nodes }) => nodes);
  }

  #operation({ operator, parts }: Extract<XPathExpression, { kind: 'operation' }>, context: readonly GraphNode[]): void {
    if (operator === 'or') return void this.#alternatives(parts, context);
    const [left, right] = parts.map((part) => ({ part, nodes: this.evaluate(part, context) }));
    if (operator !== '=' || !left || !right) return;
    this.#compare(left.nodes, right.part);
    this.#compare(right.nodes, left.part);
  }

  #compare(nodes: readonly GraphNode[] | undefined, other: XPathExpression): void {
    if (!nodes || nodes.length === 0 || other.kind !== 'literal') return;
    const allowed = this.#allowed(nodes);
    if (allowed && !allowed.includes(other.text)) this.neverEqual.push({ literal: other.text, allowed });
  }

  /** All values the places may have, where the schema lists them. */
  #allowed(nodes: readonly GraphNode[]): readonly string[] | undefined {
    const values = new Set<string>();
    for (const node of nodes) {
      const types = this.#surroundings.graph.valueTypes(node);
      if (types.length === 0) return undefined;
      for (const { facets } of types) {
        if (!facets.enumeration) return undefined;
        for (const value of facets.enumeration) values.add(value);
      }
    }
    return [...values];
  }

  #call({ name, parts }: Extract<XPathExpression, { kind: 'call' }>, context: readonly GraphNode[]): undefined {
    for (const part of parts) this.evaluate(part, context);
    if (name === 'id') this.notJudged.push('it uses the function id()');
    return undefined;
  }

  #location(location: XPathLocation, context: readonly GraphNode[]): readonly GraphNode[] | undefined {
    let nodes = this.#start(location, context);
    for (const step of location.steps) {
      if (!nodes || nodes.length === 0) return nodes;
      const found = this.#step(step, nodes);
      this.holders = nodes;
      if (found.length === 0) {
        this.impossible.push({ step, from: nodes });
        return undefined;
      }
      nodes = found;
    }
    return nodes;
  }

  #start({ from }: XPathLocation, context: readonly GraphNode[]): readonly GraphNode[] | undefined {
    if (from === 'context') return context;
    if (from === 'root') return [this.#surroundings.graph.document];
    const nodes = this.evaluate(from.primary, context);
    if (nodes) for (const predicate of from.predicates) this.evaluate(predicate, nodes);
    else if (from.primary.kind !== 'union' && from.primary.kind !== 'location')
      this.notJudged.push('it goes on from what a function gives');
    return nodes;
  }

  /** Every element may have `xsi:type`, `xsi:nil` and the like, declared or not. */
  #isSchemaInstance({ axis, test }: XPathStep): boolean {
    if (axis !== 'attribute' || test.kind === 'text') return false;
    if (test.kind !== 'name' || test.localName === '*' || test.anyNamespace === true) return true;
    return test.prefix !== undefined && this.#surroundings.namespaceOf(test.prefix) === 'http://www.w3.org/2001/XMLSchema-instance';
  }

  #step(step: XPathStep, from: readonly GraphNode[]): readonly GraphNode[] {
    const found = new Set<GraphNode>();
    for (const node of from) {
      for (const candidate of onAxis(step, node, this.#surroundings.graph)) {
        if (fitsTest(candidate, step.test, this.#surroundings)) found.add(candidate);
      }
    }
    if (found.size === 0 && this.#isSchemaInstance(step)) found.add({ kind: 'open', attribute: true });
    const nodes = [...found];
    if (nodes.length > 0) for (const predicate of step.predicates) this.evaluate(predicate, nodes);
    return nodes;
  }
}

/** The nodes that a step looks at, before its test. */
export function onAxis({ axis, test }: Pick<XPathStep, 'axis' | 'test'>, node: GraphNode, graph: SchemaGraph): readonly GraphNode[] {
  return axes[axis]({ node, graph, texts: test.kind === 'text' || test.kind === 'node' });
}

interface AxisStart {
  readonly node: GraphNode;
  readonly graph: SchemaGraph;
  /** The step takes texts. */
  readonly texts: boolean;
}

const axes: Readonly<Record<XPathStep['axis'], (start: AxisStart) => readonly GraphNode[]>> = {
  child: (start) => inside(start.node, start),
  descendant: (start) => inAllBelow(start.node, start),
  'descendant-or-self': (start) => [start.node, ...inAllBelow(start.node, start)],
  self: ({ node }) => [node],
  attribute: ({ node, graph }) => graph.attributes(node),
  parent: ({ node, graph }) => graph.parents(node),
  ancestor: ({ node, graph }) => graph.ancestors(node),
  'ancestor-or-self': ({ node, graph }) => [node, ...graph.ancestors(node)],
  'following-sibling': siblings,
  'preceding-sibling': siblings,
  following: (start) => inAllBelow(start.graph.document, start),
  preceding: (start) => inAllBelow(start.graph.document, start),
};

function inside(node: GraphNode, { graph, texts }: AxisStart): readonly GraphNode[] {
  const text = texts ? graph.text(node) : undefined;
  return text ? [...graph.children(node), text] : graph.children(node);
}

function inAllBelow(node: GraphNode, start: AxisStart): readonly GraphNode[] {
  return start.graph.below(node).flatMap((one) => inside(one, start));
}

function siblings(start: AxisStart): readonly GraphNode[] {
  const { node, graph } = start;
  return node.kind === 'attribute' ? [] : graph.parents(node).flatMap((parent) => inside(parent, start));
}
