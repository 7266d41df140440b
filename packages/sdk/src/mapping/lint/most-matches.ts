import type { ElementDeclaration, Particle } from '../../message/schema-model/schema-model.ts';
import { fitsTest, onAxis, type PathSurroundings } from './evaluate-path.ts';
import type { GraphNode } from './schema-graph.ts';
import type { XPathExpression, XPathStep } from './xpath.ts';

/** How often a path may match at most, and why more than once. */
export interface MostMatches {
  readonly count: number;
  /** The element that may repeat, or that stands in several places. */
  readonly because?: ElementDeclaration | undefined;
}

/**
 * How many nodes a path may select at most, from one of the nodes given. Undefined where it cannot be told: predicates that choose among
 * repeated elements count as choosing one, since only their author knows.
 */
export function mostMatches(
  expression: XPathExpression,
  context: readonly GraphNode[],
  surroundings: PathSurroundings,
): MostMatches | undefined {
  if (expression.kind === 'union') return worst(expression.parts.map((part) => mostMatches(part, context, surroundings)));
  if (expression.kind !== 'location' || typeof expression.from !== 'string') return undefined;
  const counting = new Counting(expression.steps, surroundings);
  const start = expression.from === 'root' ? [surroundings.graph.document] : context;
  return worst(start.map((node) => counting.from(node)));
}

function worst(results: readonly (MostMatches | undefined)[]): MostMatches | undefined {
  let found: MostMatches | undefined = { count: 0 };
  for (const result of results) {
    if (!result) return undefined;
    if (result.count > (found?.count ?? 0)) found = result;
  }
  return found;
}

const countable = new Set(['child', 'descendant-or-self', 'self', 'attribute']);
const nothing: MostMatches = { count: 0 };

class Counting {
  readonly #steps: readonly XPathStep[];
  readonly #surroundings: PathSurroundings;
  readonly #known = new Map<GraphNode, Map<number, MostMatches>>();
  readonly #recursive = new Set<MostMatches>();

  constructor(steps: readonly XPathStep[], surroundings: PathSurroundings) {
    this.#steps = steps;
    this.#surroundings = surroundings;
  }

  from(node: GraphNode): MostMatches | undefined {
    return this.#steps.every(({ axis }) => countable.has(axis)) ? this.#count(node, 0) : undefined;
  }

  #count(node: GraphNode, index: number): MostMatches {
    const step = this.#steps[index];
    if (!step) return { count: 1 };
    const known = this.#known.get(node) ?? new Map<number, MostMatches>();
    this.#known.set(node, known);
    const before = known.get(index);
    if (before) {
      this.#recursive.add(before);
      return before;
    }
    const unfinished: MostMatches = { count: 0 };
    known.set(index, unfinished);
    const counted = this.#step(node, step, index);
    const repeats = this.#recursive.delete(unfinished) && counted.count > 0;
    const result = repeats ? { count: Infinity, because: node.kind === 'element' ? node.declaration : undefined } : counted;
    known.set(index, result);
    return result;
  }

  #step(node: GraphNode, step: XPathStep, index: number): MostMatches {
    const fits = (one: GraphNode): boolean => fitsTest(one, step.test, this.#surroundings);
    if (step.axis === 'self') return fits(node) ? this.#count(node, index + 1) : nothing;
    if (step.axis === 'child' && step.test.kind !== 'text') {
      return this.#among(node, (child) => (fits(child) ? this.#count(child, index + 1) : nothing), step.predicates.length > 0);
    }
    if (step.axis === 'descendant-or-self') {
      const self = fits(node) ? this.#count(node, index + 1) : nothing;
      const chosen = (this.#steps[index + 1]?.predicates.length ?? 0) > 0;
      const below = this.#among(node, (child) => this.#count(child, index), chosen);
      return chosen ? larger(self, below) : sum(self, below, node);
    }
    const { graph } = this.#surroundings;
    return onAxis(step, node, graph)
      .filter((one) => one.kind !== 'open' && fits(one))
      .reduce((most, one) => sum(most, this.#count(one, index + 1), one), nothing);
  }

  /** Over everything that may stand in an element; `chosen`: of repeated ones a predicate chooses one. */
  #among(node: GraphNode, each: (child: GraphNode) => MostMatches, chosen: boolean): MostMatches {
    const { graph } = this.#surroundings;
    if (node.kind === 'document') return each(graph.root);
    if (node.kind !== 'element') return nothing;
    return graph.particles(node).reduce((most, particle) => larger(most, this.#particle(particle, each, chosen)), nothing);
  }

  #particle(particle: Particle, each: (child: GraphNode) => MostMatches, chosen: boolean): MostMatches {
    if (particle.kind === 'any') return nothing;
    const { graph } = this.#surroundings;
    const inner =
      particle.kind === 'element'
        ? graph.model.substitutes(particle.declaration).reduce((most, one) => larger(most, each(graph.element(one))), nothing)
        : particle.particles
            .map((part) => ({ part, most: this.#particle(part, each, chosen) }))
            .reduce((most, one) => (chosen || particle.kind === 'choice' ? larger(most, one.most) : sum(most, one.most)), nothing);
    if (chosen || particle.max <= 1 || inner.count === 0) return particle.max === 0 ? nothing : inner;
    const because = particle.kind === 'element' ? particle.declaration : (inner.because ?? firstElement(particle));
    return { count: inner.count * particle.max, because };
  }
}

function larger(left: MostMatches, right: MostMatches): MostMatches {
  return right.count > left.count ? right : left;
}

function sum(left: MostMatches, right: MostMatches, at?: GraphNode): MostMatches {
  if (left.count === 0) return right;
  if (right.count === 0) return left;
  const because = left.because ?? right.because ?? (at?.kind === 'element' ? at.declaration : undefined);
  return { count: left.count + right.count, because };
}

function firstElement(particle: Particle): ElementDeclaration | undefined {
  if (particle.kind === 'element') return particle.declaration;
  if (particle.kind === 'any') return undefined;
  for (const inner of particle.particles) {
    const found = firstElement(inner);
    if (found) return found;
  }
  return undefined;
}
