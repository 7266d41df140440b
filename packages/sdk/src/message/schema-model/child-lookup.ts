import { elementsIn } from './look-into-everything.ts';
import type { ElementDeclaration, ExpandedName, Particle, SchemaModel, TypeDefinition } from './schema-model.ts';

/** What a child is by its name: declared, covered by a wildcard only, or not allowed. */
export type FoundChild = ElementDeclaration | 'any' | undefined;

interface Children {
  readonly byName: ReadonlyMap<string, readonly ElementDeclaration[]>;
  /** Of wildcards: whether elements under them are looked up among the global ones. */
  readonly wildcard: 'none' | 'skip' | 'declared';
}

const lookups = new WeakMap<SchemaModel, ChildLookup>();

/** The lookup of a model, kept as long as the model. */
export function childLookupOf(model: SchemaModel): ChildLookup {
  const known = lookups.get(model);
  if (known) return known;
  const lookup = new ChildLookup(model);
  lookups.set(model, lookup);
  return lookup;
}

/** Finds the declarations of child elements by the type of their parent. */
export class ChildLookup {
  readonly #model: SchemaModel;
  readonly #byType = new Map<TypeDefinition, Children>();

  constructor(model: SchemaModel) {
    this.#model = model;
  }

  find(type: TypeDefinition, name: ExpandedName): FoundChild {
    const { byName, wildcard } = this.#childrenOf(type);
    const declared = byName.get(name.localName)?.find((one) => one.name.namespace === name.namespace);
    if (declared || wildcard === 'none') return declared;
    return (wildcard === 'declared' ? this.#model.element(name) : undefined) ?? 'any';
  }

  /** All elements that may stand directly in an element of this type, members of substitution groups among them. */
  declarations(type: TypeDefinition): readonly ElementDeclaration[] {
    const { byName, wildcard } = this.#childrenOf(type);
    const own = [...byName.values()].flat();
    return wildcard === 'declared' ? [...own, ...this.#model.roots] : own;
  }

  #childrenOf(type: TypeDefinition): Children {
    const known = this.#byType.get(type);
    if (known) return known;
    const children = this.#read(type);
    this.#byType.set(type, children);
    return children;
  }

  #read(type: TypeDefinition): Children {
    const byName = new Map<string, ElementDeclaration[]>();
    if (type.kind === 'simple' || type.content.kind !== 'elements') return { byName, wildcard: 'none' };
    const { particle } = type.content;
    for (const written of elementsIn(particle)) {
      for (const declaration of this.#model.substitutes(written)) {
        const namesakes = byName.get(declaration.name.localName) ?? [];
        if (namesakes.some(({ name }) => name.namespace === declaration.name.namespace)) continue;
        byName.set(declaration.name.localName, [...namesakes, declaration]);
      }
    }
    return { byName, wildcard: wildcardIn(particle) };
  }
}

function wildcardIn(particle: Particle): Children['wildcard'] {
  if (particle.kind === 'any') return particle.processContents === 'skip' ? 'skip' : 'declared';
  const inner = 'particles' in particle ? particle.particles.map(wildcardIn) : [];
  return inner.find((one) => one === 'declared') ?? inner.find((one) => one === 'skip') ?? 'none';
}
