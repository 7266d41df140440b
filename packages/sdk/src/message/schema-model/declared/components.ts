import type { AttributeUse, ElementDeclaration, SimpleType, TypeDefinition } from '../schema-model.ts';
import type { ComponentKind, XsdPiece } from './xsd-piece.ts';

/** A global attribute. */
export type AttributeDeclaration = Omit<AttributeUse, 'required'>;

/** Gives components by reference and makes each global one once. Throws AB_SCHEMA_SET_INVALID for a reference that leads nowhere. */
export interface Components {
  element(qualified: string, from: XsdPiece): ElementDeclaration;
  localElement(piece: XsdPiece): ElementDeclaration;
  type(qualified: string, from: XsdPiece): TypeDefinition;
  simpleType(qualified: string, from: XsdPiece): SimpleType;
  /** A type without a name. */
  localType(piece: XsdPiece): TypeDefinition;
  localSimpleType(piece: XsdPiece): SimpleType;
  attribute(qualified: string, from: XsdPiece): AttributeDeclaration;
  /** The definition of a group or attribute group. */
  group(kind: ComponentKind & ('group' | 'attributeGroup'), qualified: string, from: XsdPiece): XsdPiece;
}
