import type { ElementDeclaration, Particle, TypeDefinition } from '../../schema-model/schema-model.ts';
import type { Random } from '../random.ts';
import { type Aim, type Routes, declarationsIn } from './routes.ts';

/** How much of what is optional a sample has. */
export type SampleSize = 'minimal' | 'usual' | 'maximal';

/** One child of an element. */
export type Planned =
  | { readonly kind: 'element'; readonly declaration: ElementDeclaration; readonly aim: Aim }
  /** An element of another standard, for a wildcard that demands one. */
  | { readonly kind: 'foreign'; readonly wildcard: Extract<Particle, { kind: 'any' }> };

type Group = Extract<Particle, { readonly particles: readonly Particle[] }>;

/** What decides how a content is laid out. */
export interface Planning {
  readonly size: SampleSize;
  readonly routes: Routes;
  readonly random: Random;
  /** The types of the elements around. */
  readonly around: ReadonlySet<TypeDefinition>;
  /** Whether text may stand beside elements, so that none is needed. */
  readonly mixed: boolean;
  readonly remark: (text: string) => void;
}

/**
 * As few children as can be while the content reaches an aim. No element is left empty in which something can stand: many standards
 * have rules against that.
 */
export function planTightly(particle: Particle, planning: Planning, aim: Aim): readonly Planned[] {
  const { routes, around, mixed } = planning;
  const children = planLeast(particle, routes, aim);
  if (children.length > 0 || mixed || !Number.isFinite(routes.ofParticle(particle).filled)) return children;
  const filled = planLeast(particle, routes, 'filled');
  const onward = filled.every(
    (child) => child.kind === 'foreign' || !routes.standings(child.declaration).every(({ type }) => around.has(type)),
  );
  return onward ? filled : [];
}

/** The fewest children that a content can have while it reaches an aim. */
function planLeast(particle: Particle, routes: Routes, aim: Aim): readonly Planned[] {
  const times = Math.max(particle.min, aim === 'least' ? 0 : 1);
  return Array.from({ length: times }, (_, index) => onceLeast(particle, routes, index === 0 ? aim : 'least')).flat();
}

function onceLeast(particle: Particle, routes: Routes, aim: Aim): readonly Planned[] {
  switch (particle.kind) {
    case 'element':
      return [{ kind: 'element', declaration: particle.declaration, aim: aim === 'id' ? 'id' : 'least' }];
    case 'any':
      return [{ kind: 'foreign', wildcard: particle }];
    case 'choice': {
      const branch = lowest(particle.particles, (one) => routes.ofParticle(one)[aim]);
      return branch === undefined ? [] : planLeast(branch, routes, aim);
    }
    case 'sequence':
    case 'all': {
      const chosen = aim === 'least' ? undefined : lowest(particle.particles, (one) => extraFor(one, routes, aim));
      return particle.particles.flatMap((one) => planLeast(one, routes, one === chosen ? aim : 'least'));
    }
  }
}

function extraFor(particle: Particle, routes: Routes, aim: Aim): number {
  const cost = routes.ofParticle(particle);
  return Number.isFinite(cost[aim]) ? cost[aim] - cost.least : Infinity;
}

/** Children as a size asks for, what is optional by chance; never empty where something can stand. */
export function planGenerously(particle: Particle, planning: Planning): readonly Planned[] {
  const children = planned(particle, planning);
  return children.length > 0 ? children : planTightly(particle, planning, 'least');
}

function planned(particle: Particle, planning: Planning): readonly Planned[] {
  const times = timesOf(particle, planning);
  if (isRepeatedChoice(particle) && planning.size === 'maximal') return everyBranch(particle, planning);
  return Array.from({ length: times }, () => once(particle, planning)).flat();
}

function once(particle: Particle, planning: Planning): readonly Planned[] {
  switch (particle.kind) {
    case 'element':
      return [{ kind: 'element', declaration: particle.declaration, aim: 'least' }];
    case 'any':
      return [{ kind: 'foreign', wildcard: particle }];
    case 'choice': {
      const branches = openBranches(particle.particles, planning);
      return branches.length === 0 ? [] : atLeastOnce(planning.random.pick(branches), planning);
    }
    case 'sequence':
    case 'all':
      return particle.particles.flatMap((one) => planned(one, planning));
  }
}

function isRepeatedChoice(particle: Particle): particle is Group {
  return particle.kind === 'choice' && particle.max > 1;
}

/** Every branch one after the other, as often as the choice may be repeated. */
function everyBranch(particle: Group, planning: Planning): readonly Planned[] {
  const branches = openBranches(particle.particles, planning);
  if (branches.length === 0) return [];
  const count = Math.max(particle.min, Math.min(particle.max, branches.length));
  return Array.from({ length: count }, (_, index) => branches[index % branches.length]).flatMap((branch) =>
    branch === undefined ? [] : atLeastOnce(branch, planning),
  );
}

/** A chosen branch is there to be seen, even if it could be empty. */
function atLeastOnce(particle: Particle, planning: Planning): readonly Planned[] {
  const children = planned(particle, planning);
  return children.length > 0 || particle.kind === 'any' ? children : planGenerously(particle, planning);
}

/** The branches that can be taken without coming back to a type that is open, or all that can be taken at all. */
function openBranches(branches: readonly Particle[], planning: Planning): readonly Particle[] {
  const possible = branches.filter((branch) => Number.isFinite(planning.routes.ofParticle(branch).least) && branch.kind !== 'any');
  const onward = possible.filter((branch) => !leadsBack(branch, planning));
  if (onward.length > 0) return onward;
  const shortest = lowest(possible.length > 0 ? possible : branches, (branch) => planning.routes.ofParticle(branch).least);
  return shortest === undefined ? [] : [shortest];
}

function timesOf(particle: Particle, planning: Planning): number {
  const { min, max } = particle;
  if (particle.kind === 'any' || min === max || leadsBack(particle, planning)) return min;
  if (!canOccur(particle, planning.routes) || isAlwaysEmpty(particle, planning)) return min;
  const { size, random } = planning;
  if (size === 'maximal') return Math.max(min, Math.min(max, max > 1 ? random.between(1, 2) : 1));
  return Math.max(min, Math.min(max, random.chance(50) ? 1 : 0));
}

/** Whether an element can hold neither text nor elements; many standards forbid such elements by rule. */
function isAlwaysEmpty(particle: Particle, { routes, remark }: Planning): boolean {
  if (particle.kind !== 'element') return false;
  const isEmpty = routes.standings(particle.declaration).every(({ type }) => type.kind === 'complex' && type.content.kind === 'empty');
  if (isEmpty) remark(`${particle.declaration.name.localName}: left out, as it is always empty`);
  return isEmpty;
}

function canOccur(particle: Particle, routes: Routes): boolean {
  return Number.isFinite(routes.ofParticle({ ...particle, min: 1 }).least);
}

/** Whether a particle cannot occur without an element whose type is already open around it. */
function leadsBack(particle: Particle, planning: Planning): boolean {
  switch (particle.kind) {
    case 'element':
      return planning.routes.standings(particle.declaration).every(({ type }) => type.kind === 'complex' && planning.around.has(type));
    case 'any':
      return false;
    case 'choice':
      return particle.particles.length > 0 && particle.particles.every((branch) => leadsBack(branch, planning));
    case 'sequence':
    case 'all': {
      const needed = particle.particles.filter(({ min }) => min > 0);
      if (needed.length > 0) return needed.some((part) => leadsBack(part, planning));
      return declarationsIn(particle).length > 0 && particle.particles.every((part) => leadsBack(part, planning));
    }
  }
}

function lowest<T>(from: readonly T[], cost: (one: T) => number): T | undefined {
  let best: T | undefined;
  let least = Infinity;
  for (const one of from) {
    const price = cost(one);
    if (best !== undefined && price >= least) continue;
    best = one;
    least = price;
  }
  return best;
}
