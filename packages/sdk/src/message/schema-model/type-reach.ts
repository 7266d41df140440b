import { childLookupOf } from './child-lookup.ts';
import type { SchemaModel, TypeDefinition } from './schema-model.ts';
import { xsdNamespace } from './declared/xsd-node.ts';

/**
 * Tells of each type whether elements declared with it can hold, themselves or anywhere below, an element of a wanted type. Types
 * that `xsi:type` may name count too, except those of XML Schema itself. Each type is looked at once.
 */
export class TypeReach {
  readonly #model: SchemaModel;
  readonly #wanted: (type: TypeDefinition) => boolean;
  readonly #known = new Map<TypeDefinition, boolean>();

  constructor(model: SchemaModel, wanted: (type: TypeDefinition) => boolean) {
    this.#model = model;
    this.#wanted = wanted;
  }

  reaches(type: TypeDefinition): boolean {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    this.#explore(type);
    return this.#known.get(type) ?? false;
  }

  /** Looks at everything below a type and carries what is wanted upwards. */
  #explore(start: TypeDefinition): void {
    const parents = new Map<TypeDefinition, TypeDefinition[]>([[start, []]]);
    for (const [type] of parents) {
      if (this.#known.has(type)) continue;
      for (const next of this.#below(type)) {
        const above = parents.get(next);
        if (above) above.push(type);
        else parents.set(next, [type]);
      }
    }
    const reached = new Set([...parents.keys()].filter((type) => this.#known.get(type) ?? this.#wanted(type)));
    for (const type of reached) for (const parent of parents.get(type) ?? []) reached.add(parent);
    for (const type of parents.keys()) this.#known.set(type, reached.has(type));
  }

  #below(type: TypeDefinition): TypeDefinition[] {
    const children = childLookupOf(this.#model)
      .declarations(type)
      .map((declaration) => declaration.type);
    const derived = this.#model.derivedTypes(type).filter(({ name }) => name?.namespace !== xsdNamespace);
    return [...children, ...derived];
  }
}
