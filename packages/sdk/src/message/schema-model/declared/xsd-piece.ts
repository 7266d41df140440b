import { schemaFault } from './schema-fault.ts';
import type { ComponentPlace, ExpandedName } from '../schema-model.ts';
import type { XsdNode } from './xsd-node.ts';

/** The kinds of components that are found by name; each kind has names of its own. */
export type ComponentKind = 'element' | 'attribute' | 'type' | 'group' | 'attributeGroup';

/** What holds for everything in a schema document. */
export interface XsdScope {
  readonly file: string;
  /** The target namespace; for a document without one that is included, that of the document which includes it. */
  readonly namespace: string;
  /** Whether names without a prefix mean the target namespace because the document has none of its own. */
  readonly chameleon: boolean;
  readonly qualifiedElements: boolean;
  readonly qualifiedAttributes: boolean;
  /** In a redefinition. */
  readonly redefines?: Redefinition | undefined;
}

/** A component that takes the place of another one of its name, and is made from it. */
export interface Redefinition {
  readonly kind: ComponentKind;
  /** The component as it was before: what its name means where the redefinition says what it starts from. */
  readonly original: XsdPiece;
  /** What holds for elements inside: for them the name means the redefinition. */
  readonly inside: XsdScope;
}

/** A part of a schema document with what it needs to be understood. */
export interface XsdPiece {
  readonly node: XsdNode;
  readonly scope: XsdScope;
}

/** The children of a piece that have one of these names, or all. */
export function piecesIn({ node, scope }: XsdPiece, names?: readonly string[]): XsdPiece[] {
  const chosen = names ? node.children.filter(({ name }) => names.includes(name)) : node.children;
  return chosen.map((child) => ({ node: child, scope }));
}

/** The first child of one of these names. */
export function pieceIn(piece: XsdPiece, ...names: readonly string[]): XsdPiece | undefined {
  const node = piece.node.children.find(({ name }) => names.includes(name));
  return node && { node, scope: piece.scope };
}

/** What a qualified name in an attribute of this piece means. Throws AB_SCHEMA_SET_INVALID for an unknown prefix. */
export function expandedName(qualified: string, { node, scope }: XsdPiece): ExpandedName {
  const text = qualified.trim();
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? '' : text.slice(0, colon);
  const localName = text.slice(colon + 1);
  const namespace = node.namespaces.get(prefix);
  if (prefix === '') return { namespace: namespace || (scope.chameleon ? scope.namespace : ''), localName };
  if (namespace === undefined) throw schemaFault(`the prefix of ${text} has no namespace`, { file: scope.file, line: node.line });
  return { namespace, localName };
}

export function placeOf({ node, scope }: XsdPiece): ComponentPlace {
  return { file: scope.file, line: node.line };
}

/** The text of an attribute of the piece itself. */
export function attributeOf({ node }: XsdPiece, name: string): string | undefined {
  return node.attributes.get(name);
}

/** Whether an attribute of the piece is true. */
export function isTrue(piece: XsdPiece, name: string): boolean {
  const text = attributeOf(piece, name)?.trim();
  return text === 'true' || text === '1';
}

/** A name as one text, for maps. */
export function keyOf({ namespace, localName }: ExpandedName): string {
  return `{${namespace}}${localName}`;
}
