import { anyType } from '../built-in-types.ts';
import type { Components } from './components.ts';
import { lazy } from './lazy.ts';
import { schemaFault } from './schema-fault.ts';
import type { ComponentPlace, ElementDeclaration, ExpandedName, TypeDefinition } from '../schema-model.ts';
import { attributeOf, isTrue, pieceIn, placeOf, type XsdPiece } from './xsd-piece.ts';

/** An element of a schema; its type is looked for when it is asked for. */
export class DeclaredElement implements ElementDeclaration {
  readonly name: ExpandedName;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly fixed: string | undefined;
  readonly default: string | undefined;
  readonly documentation: string | undefined;
  readonly place: ComponentPlace;
  readonly #type: () => TypeDefinition;

  constructor(piece: XsdPiece, namespace: string, components: Components) {
    const localName = attributeOf(piece, 'name');
    this.place = placeOf(piece);
    if (localName === undefined) throw schemaFault('an element has no name', this.place);
    this.name = { namespace, localName };
    this.nillable = isTrue(piece, 'nillable');
    this.abstract = isTrue(piece, 'abstract');
    this.fixed = attributeOf(piece, 'fixed');
    this.default = attributeOf(piece, 'default');
    this.documentation = piece.node.documentation;
    this.#type = lazy(
      () => typeOf(piece, components),
      () => schemaFault('an element takes its type from itself', this.place),
    );
  }

  get type(): TypeDefinition {
    return this.#type();
  }
}

function typeOf(piece: XsdPiece, components: Components): TypeDefinition {
  const name = attributeOf(piece, 'type');
  if (name !== undefined) return components.type(name, piece);
  const inline = pieceIn(piece, 'simpleType', 'complexType');
  if (inline) return components.localType(inline);
  const head = attributeOf(piece, 'substitutionGroup')?.trim().split(/\s+/, 1)[0];
  return head === undefined ? anyType : components.element(head, piece).type;
}
