import { normaliseFimId, sameFimId } from '../../message/fim-id.ts';
import { nearestName } from '../../message/nearest-name.ts';
import { fitsTest, type ImpossibleStep, onAxis, type PathSurroundings } from './evaluate-path.ts';
import { nameInPaths } from './name-in-paths.ts';
import type { GraphNode } from './schema-graph.ts';
import type { XPathStep, XPathTest } from './xpath.ts';

/** Why a step can never match, and what may be meant. */
export interface StepAdvice {
  /** Such as `` `x:person` has no `x:nam` ``. */
  readonly what: string;
  readonly hint: string | undefined;
}

/** Surroundings with the prefixes of the mapping, `profile` resolved. */
export interface AdviceSurroundings extends PathSurroundings {
  readonly prefixes: ReadonlyMap<string, string>;
}

type NamedNode = Extract<GraphNode, { kind: 'element' | 'attribute' }>;
type NameTest = Extract<XPathTest, { kind: 'name' }>;

/** What to say about a step that can never match: the nearest name that stands there, or the place where this one stands. */
export function adviceFor({ step, from }: ImpossibleStep, surroundings: AdviceSurroundings): StepAdvice {
  const { test } = step;
  const starting = placesInWords(from, surroundings);
  const lacks = (what: string): string => (starting === undefined ? `no part of the message has ${what}` : `${starting} has no ${what}`);
  if (test.kind !== 'name') return { what: lacks(test.kind === 'text' ? 'text' : 'such node'), hint: undefined };
  const written = `${step.axis === 'attribute' ? '@' : ''}${test.prefix === undefined ? '' : `${test.prefix}:`}${test.localName}`;
  const there = from.flatMap((node) => onAxis(step, node, surroundings.graph)).filter(isNamed);
  const hint =
    sameNameElsewhere(test, there, surroundings) ?? otherPlace({ step, from }, test, surroundings) ?? similar(test, there, surroundings);
  return { what: lacks(`\`${written}\``), hint: hint ?? whatIsThere(there, surroundings) };
}

/** The classic: a child without a namespace under a parent with one, or the other way round. */
function sameNameElsewhere(test: NameTest, there: readonly NamedNode[], { prefixes, namespaceOf }: AdviceSurroundings): string | undefined {
  const found = there.find(({ name }) => name.localName === test.localName);
  if (!found) return undefined;
  const right = nameInPaths(found.name, prefixes);
  if (found.name.namespace === '') return `It stands there without a namespace: write \`${right}\`, without a prefix.`;
  if (right.startsWith('{')) return `It is in the namespace ${found.name.namespace}: declare a prefix for it under \`prefixes\`.`;
  if (test.prefix === undefined) return `It is in a namespace: write \`${right}\`.`;
  return `The prefix \`${test.prefix}\` stands for ${namespaceOf(test.prefix) ?? 'another namespace'}: write \`${right}\`.`;
}

/** FIM ids that look alike mean other things: there only the same id in its other length is near. */
function similar(test: NameTest, there: readonly NamedNode[], { prefixes }: AdviceSurroundings): string | undefined {
  const names = [...new Set(there.map(({ name }) => name.localName))];
  const isId = normaliseFimId(test.localName) !== undefined;
  const near = isId ? names.find((name) => sameFimId(name, test.localName)) : nearestName(test.localName, names);
  const found = there.find(({ name }) => name.localName === near);
  return found && `Did you mean \`${nameInPaths(found.name, prefixes)}\`?`;
}

/** The shortest way to the same name, below the places the step starts from, else anywhere in the message. */
function otherPlace({ step, from }: ImpossibleStep, test: NameTest, surroundings: AdviceSurroundings): string | undefined {
  if (step.axis !== 'child' && step.axis !== 'attribute') return undefined;
  const wanted = (node: GraphNode): boolean => isNamed(node) && node.name.localName === test.localName && fits(node, test, surroundings);
  const below = shortestWay(from, { axis: step.axis, wanted }, surroundings);
  if (below) return `It stands deeper: \`${below}\`.`;
  const anywhere = shortestWay([surroundings.graph.document], { axis: step.axis, wanted }, surroundings);
  return anywhere && `It stands elsewhere: \`/${anywhere}\`.`;
}

function fits(node: GraphNode, test: NameTest, surroundings: AdviceSurroundings): boolean {
  return fitsTest(node, test, surroundings) || (isNamed(node) && node.name.namespace === '');
}

function shortestWay(
  from: readonly GraphNode[],
  { axis, wanted }: { readonly axis: XPathStep['axis']; readonly wanted: (node: GraphNode) => boolean },
  { graph, prefixes }: AdviceSurroundings,
): string | undefined {
  const ways = new Map<GraphNode, string>(from.map((node) => [node, '']));
  for (const [node, way] of ways) {
    const attribute = axis === 'attribute' ? graph.attributes(node).find(wanted) : undefined;
    if (attribute && isNamed(attribute)) return `${way}@${nameInPaths(attribute.name, prefixes)}`;
    for (const child of graph.children(node)) {
      if (!isNamed(child) || ways.has(child)) continue;
      const name = nameInPaths(child.name, prefixes);
      if (axis === 'child' && wanted(child)) return way + name;
      ways.set(child, `${way}${name}/`);
    }
  }
  return undefined;
}

function whatIsThere(there: readonly NamedNode[], { prefixes }: AdviceSurroundings): string | undefined {
  const names = [...new Set(there.map(({ name }) => nameInPaths(name, prefixes)))];
  if (names.length === 0) return 'Nothing of this kind stands there.';
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  return `There is ${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}.`;
}

function placesInWords(from: readonly GraphNode[], { graph, prefixes }: AdviceSurroundings): string | undefined {
  const names = [...new Set(from.filter(isNamed).map(({ name }) => nameInPaths(name, prefixes)))];
  if (from.includes(graph.document) && names.length === 0) return 'the message';
  if (from.includes(graph.document) || names.length > 3) return undefined;
  return names.map((name) => `\`${name}\``).join(' or ');
}

function isNamed(node: GraphNode): node is NamedNode {
  return node.kind === 'element' || node.kind === 'attribute';
}
