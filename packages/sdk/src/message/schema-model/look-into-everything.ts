import type { ElementDeclaration, Particle, SimpleType, TypeDefinition } from './schema-model.ts';

/** Asks every component for all it has, so that a reference that leads nowhere shows now and not in the middle of a message. */
export function lookIntoEverything(elements: readonly ElementDeclaration[], types: readonly TypeDefinition[]): void {
  const seen = new Set<TypeDefinition>(types);
  const add = (type: TypeDefinition | undefined): void => {
    if (type) seen.add(type);
  };
  for (const { type } of elements) seen.add(type);
  for (const type of seen) {
    add(type.base);
    if (type.kind === 'simple') lookIntoSimple(type, add);
    else {
      for (const attribute of type.attributes) add(attribute.type);
      const { content } = type;
      if (content.kind === 'text') add(content.type);
      if (content.kind === 'elements') for (const { type: inner } of elementsIn(content.particle)) add(inner);
    }
  }
}

/** All elements that a particle names, in the order of the schema. */
export function* elementsIn(particle: Particle): Generator<ElementDeclaration, undefined> {
  if (particle.kind === 'element') yield particle.declaration;
  if ('particles' in particle) for (const inner of particle.particles) yield* elementsIn(inner);
}

function lookIntoSimple(type: SimpleType, add: (type: TypeDefinition | undefined) => void): void {
  void type.facets;
  add(type.itemType);
  for (const member of type.memberTypes ?? []) add(member);
}
