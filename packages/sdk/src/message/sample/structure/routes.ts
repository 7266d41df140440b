import type {
  ComplexType,
  ElementDeclaration,
  ExpandedName,
  Particle,
  SchemaModel,
  TypeDefinition,
} from '../../schema-model/schema-model.ts';
import { isIdType } from './reference-types.ts';

/** How many elements something takes at least: as it is, with an ID somewhere inside, with any element inside. Infinity: not possible. */
export interface Cost {
  readonly least: number;
  readonly id: number;
  readonly filled: number;
}

/** What a content must hold at least. */
export type Aim = keyof Cost;

/** One concrete element that may stand where an element is declared. */
export interface Standing {
  readonly declaration: ElementDeclaration;
  readonly type: TypeDefinition;
  /** The name of the type, where the declared one is abstract. */
  readonly xsiType?: ExpandedName | undefined;
}

/** So many elements are rather added than one left nil. */
const nilCost = 1_000;

const free: Cost = { least: 0, id: Infinity, filled: Infinity };
const impossible: Cost = { least: Infinity, id: Infinity, filled: Infinity };

/** The shortest ways through the content models of a schema, found by a fix-point, so that recursion ends. */
export class Routes {
  readonly #model: SchemaModel;
  readonly #costs = new Map<ComplexType, Cost>();
  readonly #standings = new Map<ElementDeclaration, readonly Standing[]>();

  constructor(model: SchemaModel) {
    this.#model = model;
  }

  /** What may stand where this element is declared: itself or members of its substitution group, abstract types replaced. */
  standings(declaration: ElementDeclaration): readonly Standing[] {
    const known = this.#standings.get(declaration) ?? this.#findStandings(declaration);
    this.#standings.set(declaration, known);
    return known;
  }

  /** The cost of what stands there, itself counted. */
  ofStanding({ declaration, type }: Standing): Cost {
    const { least, id } = this.ofType(type);
    const fewest = declaration.nillable ? Math.min(1 + least, nilCost) : 1 + least;
    return { least: fewest, id: 1 + id, filled: fewest };
  }

  /** Whether an element of this type had better be nil, if it may. */
  isEndless(type: TypeDefinition): boolean {
    return this.ofType(type).least >= nilCost;
  }

  ofElement(declaration: ElementDeclaration): Cost {
    return cheapest(this.standings(declaration).map((standing) => this.ofStanding(standing)));
  }

  ofType(type: TypeDefinition): Cost {
    if (type.kind === 'simple') return isIdType(type) ? { ...free, id: 0 } : free;
    if (!this.#costs.has(type)) this.#settle(type);
    return this.#costs.get(type) ?? impossible;
  }

  ofParticle(particle: Particle): Cost {
    const once = this.#once(particle);
    const more = Math.max(particle.min, 1) - 1;
    const rest = more === 0 ? 0 : more * once.least;
    return { least: particle.min === 0 ? 0 : once.least + rest, id: once.id + rest, filled: once.filled + rest };
  }

  #once(particle: Particle): Cost {
    switch (particle.kind) {
      case 'element':
        return this.ofElement(particle.declaration);
      case 'any':
        return { least: 1, id: Infinity, filled: particle.processContents === 'strict' ? Infinity : 1 };
      case 'choice':
        return particle.particles.length === 0 ? free : cheapest(particle.particles.map((branch) => this.ofParticle(branch)));
      case 'sequence':
      case 'all': {
        const parts = particle.particles.map((part) => this.ofParticle(part));
        const least = parts.reduce((sum, part) => sum + part.least, 0);
        return { least, id: least + extra(parts, 'id'), filled: least > 0 ? least : least + extra(parts, 'filled') };
      }
    }
  }

  /** Starts with "not possible" for everything that can be reached, and lowers costs until nothing changes. */
  #settle(start: ComplexType): void {
    const reached = this.#reach(start).filter((type) => !this.#costs.has(type));
    for (const type of reached) this.#costs.set(type, impossible);
    for (let changed = true; changed;) {
      changed = false;
      for (const type of reached) {
        const cost = this.#ofContent(type);
        if (isSame(cost, this.#costs.get(type))) continue;
        this.#costs.set(type, cost);
        changed = true;
      }
    }
  }

  #ofContent(type: ComplexType): Cost {
    const { content, attributes } = type;
    const cost =
      content.kind === 'elements' ? this.ofParticle(content.particle) : content.kind === 'text' ? this.ofType(content.type) : free;
    return attributes.some((attribute) => isIdType(attribute.type)) ? { ...cost, id: cost.least } : cost;
  }

  #reach(start: ComplexType): readonly ComplexType[] {
    const found = new Set([start]);
    for (const { content } of found) {
      if (content.kind !== 'elements') continue;
      for (const declaration of declarationsIn(content.particle)) {
        for (const { type } of this.standings(declaration)) if (type.kind === 'complex') found.add(type);
      }
    }
    return [...found];
  }

  #findStandings(declaration: ElementDeclaration): readonly Standing[] {
    return this.#model.substitutes(declaration).flatMap((one): readonly Standing[] => {
      const { type } = one;
      if (type.kind === 'simple' || !type.abstract) return [{ declaration: one, type }];
      return this.#model.derivedTypes(type).map((derived) => ({ declaration: one, type: derived, xsiType: derived.name }));
    });
  }
}

/** All elements declared in a particle. */
export function declarationsIn(particle: Particle): readonly ElementDeclaration[] {
  if (particle.kind === 'element') return [particle.declaration];
  return particle.kind === 'any' ? [] : particle.particles.flatMap(declarationsIn);
}

/** What the part costs more that reaches an aim at the least extra cost. */
function extra(parts: readonly Cost[], aim: Aim): number {
  return Math.min(Infinity, ...parts.map((part) => (Number.isFinite(part[aim]) ? part[aim] - part.least : Infinity)));
}

function cheapest(costs: readonly Cost[]): Cost {
  const lowest = (aim: Aim): number => Math.min(Infinity, ...costs.map((cost) => cost[aim]));
  return { least: lowest('least'), id: lowest('id'), filled: lowest('filled') };
}

function isSame(one: Cost, other: Cost | undefined): boolean {
  return one.least === other?.least && one.id === other.id && one.filled === other.filled;
}
