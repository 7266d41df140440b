import { anySimpleType } from '../built-in-types.ts';
import type { AttributeDeclaration, Components } from './components.ts';
import { schemaFault } from './schema-fault.ts';
import type { AttributeUse, ComplexType } from '../schema-model.ts';
import { attributeOf, keyOf, pieceIn, piecesIn, placeOf, type XsdPiece } from './xsd-piece.ts';

/** The attributes of a type, and whether others may stand beside them. */
export type Attributes = Pick<ComplexType, 'attributes' | 'anyAttribute'>;

/** Attributes as written in a piece and its groups, those it prohibits among them. */
interface WrittenAttributes {
  readonly uses: readonly AttributeUse[];
  readonly prohibited: ReadonlySet<string>;
  readonly any: boolean;
}

/** The attributes of a type: those of its base, then its own. A restriction may leave some out and takes no wildcard over. */
export function attributesOf(
  piece: XsdPiece,
  components: Components,
  from?: { readonly base: Attributes; readonly by: 'extension' | 'restriction' },
): Attributes {
  const own = writtenIn(piece, components, new Set());
  if (!from) return { attributes: own.uses, anyAttribute: own.any };
  const uses = new Map(from.base.attributes.map((use) => [keyOf(use.name), use]));
  for (const use of own.uses) uses.set(keyOf(use.name), use);
  if (from.by === 'restriction') for (const key of own.prohibited) uses.delete(key);
  const anyAttribute = own.any || (from.by === 'extension' && from.base.anyAttribute);
  return { attributes: [...uses.values()], anyAttribute };
}

/** A global attribute, or the declaration part of a local one. */
export function attributeDeclaration(piece: XsdPiece, namespace: string, components: Components): AttributeDeclaration {
  const localName = attributeOf(piece, 'name');
  if (localName === undefined) throw schemaFault('an attribute has no name', placeOf(piece));
  const type = attributeOf(piece, 'type');
  const inline = pieceIn(piece, 'simpleType');
  return {
    name: { namespace, localName },
    type: type === undefined ? (inline ? components.localSimpleType(inline) : anySimpleType) : components.simpleType(type, piece),
    fixed: attributeOf(piece, 'fixed'),
    default: attributeOf(piece, 'default'),
  };
}

function writtenIn(piece: XsdPiece, components: Components, seen: Set<XsdPiece['node']>): WrittenAttributes {
  if (seen.has(piece.node)) throw schemaFault('an attribute group contains itself', placeOf(piece));
  seen.add(piece.node);
  const uses = new Map<string, AttributeUse>();
  const prohibited = new Set<string>();
  let any = false;
  for (const child of piecesIn(piece)) {
    const { name } = child.node;
    if (name === 'anyAttribute') any = true;
    else if (name === 'attribute') {
      const use = attributeUse(child, components);
      if (attributeOf(child, 'use') === 'prohibited') prohibited.add(keyOf(use.name));
      else uses.set(keyOf(use.name), use);
    } else if (name === 'attributeGroup') {
      const group = components.group('attributeGroup', attributeOf(child, 'ref') ?? '', child);
      const inner = writtenIn(group, components, seen);
      for (const use of inner.uses) uses.set(keyOf(use.name), use);
      any ||= inner.any;
    }
  }
  seen.delete(piece.node);
  return { uses: [...uses.values()], prohibited, any };
}

function attributeUse(piece: XsdPiece, components: Components): AttributeUse {
  const required = attributeOf(piece, 'use') === 'required';
  const reference = attributeOf(piece, 'ref');
  if (reference === undefined) return { ...attributeDeclaration(piece, namespaceOf(piece), components), required };
  const { name, type, fixed, default: preset } = components.attribute(reference, piece);
  return { name, type, required, fixed: attributeOf(piece, 'fixed') ?? fixed, default: attributeOf(piece, 'default') ?? preset };
}

function namespaceOf(piece: XsdPiece): string {
  const form = attributeOf(piece, 'form');
  const qualified = form === undefined ? piece.scope.qualifiedAttributes : form === 'qualified';
  return qualified ? piece.scope.namespace : '';
}
