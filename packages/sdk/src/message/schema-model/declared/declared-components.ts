import { attributeDeclaration } from './attributes.ts';
import { builtInTypes } from '../built-in-types.ts';
import { DeclaredComplexType } from './complex-type.ts';
import type { ComponentTable } from './component-table.ts';
import type { AttributeDeclaration, Components } from './components.ts';
import { DeclaredElement } from './element-declaration.ts';
import { schemaFault } from './schema-fault.ts';
import type { ElementDeclaration, ExpandedName, SimpleType, TypeDefinition } from '../schema-model.ts';
import { DeclaredSimpleType } from './simple-type.ts';
import { attributeOf, type ComponentKind, expandedName, placeOf, type XsdPiece, type XsdScope } from './xsd-piece.ts';
import { xmlAttributes } from './xml-attributes.ts';
import { type XsdNode, xsdNamespace } from './xsd-node.ts';

const kindNames: Readonly<Record<ComponentKind, string>> = {
  element: 'element',
  attribute: 'attribute',
  type: 'type',
  group: 'group',
  attributeGroup: 'attribute group',
};

/** The components of a table, each global one made once. */
export class DeclaredComponents implements Components {
  readonly #table: ComponentTable;
  readonly #elements = new Map<XsdPiece, ElementDeclaration>();
  readonly #localElements = new Map<XsdScope, Map<XsdNode, ElementDeclaration>>();
  readonly #types = new Map<XsdPiece, TypeDefinition>();
  readonly #attributes = new Map<XsdPiece, AttributeDeclaration>();

  constructor(table: ComponentTable) {
    this.#table = table;
  }

  element(qualified: string, from: XsdPiece): ElementDeclaration {
    return this.globalElement(this.#find('element', qualified, from));
  }

  /** The element that a global piece declares. */
  globalElement(piece: XsdPiece): ElementDeclaration {
    return made(this.#elements, piece, () => new DeclaredElement(piece, piece.scope.namespace, this));
  }

  /** One declaration per place in the files, however many types take it over by a group. */
  localElement({ node, scope: outer }: XsdPiece): ElementDeclaration {
    const scope = outer.redefines?.inside ?? outer;
    const known = this.#localElements.get(scope) ?? new Map<XsdNode, ElementDeclaration>();
    this.#localElements.set(scope, known);
    return made(known, node, () => {
      const form = node.attributes.get('form');
      const qualified = form === undefined ? scope.qualifiedElements : form === 'qualified';
      return new DeclaredElement({ node, scope }, qualified ? scope.namespace : '', this);
    });
  }

  type(qualified: string, from: XsdPiece): TypeDefinition {
    const name = expandedName(qualified, from);
    return this.builtIn(name) ?? this.globalType(this.#find('type', qualified, from));
  }

  /** A type of XML Schema itself, unless the set declares it. */
  builtIn(name: ExpandedName): TypeDefinition | undefined {
    return name.namespace === xsdNamespace ? builtInTypes.get(name.localName) : undefined;
  }

  /** The type that a global piece declares. */
  globalType(piece: XsdPiece): TypeDefinition {
    const localName = attributeOf(piece, 'name') ?? '';
    return made(this.#types, piece, () => this.#makeType(piece, { namespace: piece.scope.namespace, localName }));
  }

  simpleType(qualified: string, from: XsdPiece): SimpleType {
    const type = this.type(qualified, from);
    if (type.kind === 'simple') return type;
    throw schemaFault(`${qualified} is a complex type where a simple one must stand`, placeOf(from));
  }

  localType(piece: XsdPiece): TypeDefinition {
    return this.#makeType(piece, undefined);
  }

  localSimpleType(piece: XsdPiece): SimpleType {
    return new DeclaredSimpleType(piece, undefined, this);
  }

  attribute(qualified: string, from: XsdPiece): AttributeDeclaration {
    const name = expandedName(qualified, from);
    const piece = this.#table.find('attribute', name);
    const known = piece ? undefined : xmlAttributes(name);
    if (known) return known;
    const found = piece ?? this.#find('attribute', qualified, from);
    return made(this.#attributes, found, () => attributeDeclaration(found, found.scope.namespace, this));
  }

  group(kind: 'group' | 'attributeGroup', qualified: string, from: XsdPiece): XsdPiece {
    return this.#find(kind, qualified, from);
  }

  #makeType(piece: XsdPiece, name: ExpandedName | undefined): TypeDefinition {
    return piece.node.name === 'complexType' ? new DeclaredComplexType(piece, name, this) : new DeclaredSimpleType(piece, name, this);
  }

  #find(kind: ComponentKind, qualified: string, from: XsdPiece): XsdPiece {
    const name = expandedName(qualified, from);
    const { redefines } = from.scope;
    if (redefines?.kind === kind && isNameOf(redefines.original, name)) return redefines.original;
    const found = this.#table.find(kind, name);
    if (found) return found;
    const where = name.namespace === '' ? 'in no namespace' : `in the namespace ${name.namespace}`;
    throw schemaFault(`no file of the set declares the ${kindNames[kind]} ${name.localName} ${where}`, placeOf(from));
  }
}

function isNameOf({ node, scope }: XsdPiece, { namespace, localName }: ExpandedName): boolean {
  return node.attributes.get('name') === localName && scope.namespace === namespace;
}

function made<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  const found = known.get(key);
  if (found) return found;
  const fresh = make();
  known.set(key, fresh);
  return fresh;
}
