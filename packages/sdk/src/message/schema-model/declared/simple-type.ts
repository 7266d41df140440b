import { anySimpleType } from '../built-in-types.ts';
import type { Components } from './components.ts';
import { facetsOf } from './facets.ts';
import { lazy } from './lazy.ts';
import { schemaFault } from './schema-fault.ts';
import type { ExpandedName, Facets, SimpleType } from '../schema-model.ts';
import { attributeOf, pieceIn, piecesIn, placeOf, type XsdPiece } from './xsd-piece.ts';

type Derivation = Pick<SimpleType, 'base' | 'variety' | 'builtIn' | 'facets' | 'itemType' | 'memberTypes'>;

/** A simple type of a schema, understood when it is first looked into. */
export class DeclaredSimpleType implements SimpleType {
  readonly kind = 'simple';
  readonly name: ExpandedName | undefined;
  readonly documentation: string | undefined;
  readonly #derivation: () => Derivation;

  constructor(piece: XsdPiece, name: ExpandedName | undefined, components: Components) {
    this.name = name;
    this.documentation = piece.node.documentation;
    this.#derivation = lazy(
      () => derivationOf(piece, components),
      () => schemaFault('a simple type is derived from itself', placeOf(piece)),
    );
  }

  get base(): SimpleType | undefined {
    return this.#derivation().base;
  }

  get variety(): SimpleType['variety'] {
    return this.#derivation().variety;
  }

  get builtIn(): string {
    return this.#derivation().builtIn;
  }

  get facets(): Facets {
    return this.#derivation().facets;
  }

  get itemType(): SimpleType | undefined {
    return this.#derivation().itemType;
  }

  get memberTypes(): readonly SimpleType[] | undefined {
    return this.#derivation().memberTypes;
  }
}

/** A type without a name that adds the facets written in a piece to a type; the type itself when there are none. */
export function restricted(base: SimpleType, piece: XsdPiece): SimpleType {
  const facets = facetsOf(piece, base.facets);
  if (facets === base.facets) return base;
  return { ...inherited(base), kind: 'simple', facets };
}

function derivationOf(piece: XsdPiece, components: Components): Derivation {
  const step = pieceIn(piece, 'restriction', 'list', 'union');
  if (step?.node.name === 'restriction') return restrictionOf(step, components);
  if (step?.node.name === 'list') return listOf(step, components);
  if (step?.node.name === 'union') return unionOf(step, components);
  throw schemaFault('a simple type says neither restriction nor list nor union', placeOf(piece));
}

function restrictionOf(step: XsdPiece, components: Components): Derivation {
  const base = referred(step, 'base', components);
  return { ...inherited(base), facets: facetsOf(step, base.facets) };
}

function inherited(base: SimpleType): Derivation {
  const { variety, builtIn, facets, itemType, memberTypes } = base;
  return { base, variety, builtIn, facets, itemType, memberTypes };
}

function listOf(step: XsdPiece, components: Components): Derivation {
  const facets: Facets = { patterns: [], whiteSpace: 'collapse' };
  const itemType = referred(step, 'itemType', components);
  // The facets of the item are asked for so that a type which is a list of itself is found.
  void itemType.facets;
  return { base: anySimpleType, variety: 'list', builtIn: 'anySimpleType', facets, itemType };
}

function unionOf(step: XsdPiece, components: Components): Derivation {
  const names = (attributeOf(step, 'memberTypes') ?? '').split(/\s+/).filter((name) => name !== '');
  const memberTypes = [
    ...names.map((name) => components.simpleType(name, step)),
    ...piecesIn(step, ['simpleType']).map((inline) => components.localSimpleType(inline)),
  ];
  for (const member of memberTypes) void member.facets;
  return { base: anySimpleType, variety: 'union', builtIn: 'anySimpleType', facets: { patterns: [] }, memberTypes };
}

/** The type that an attribute names or that stands inside. */
function referred(step: XsdPiece, attribute: string, components: Components): SimpleType {
  const name = attributeOf(step, attribute);
  if (name !== undefined) return components.simpleType(name, step);
  const inline = pieceIn(step, 'simpleType');
  if (inline) return components.localSimpleType(inline);
  throw schemaFault(`${step.node.name} names no type`, placeOf(step));
}
