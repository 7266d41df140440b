import { loadLibxml2 } from '../libxml2.ts';
import { anyType, builtInTypes } from './built-in-types.ts';
import { ComponentTable } from './declared/component-table.ts';
import { DeclaredComponents } from './declared/declared-components.ts';
import { lookIntoEverything } from './look-into-everything.ts';
import type { ElementDeclaration, ExpandedName, SchemaModel, TypeDefinition } from './schema-model.ts';
import { attributeOf, expandedName, type XsdPiece } from './declared/xsd-piece.ts';
import { readXsd, type SchemaSource } from './declared/xsd-node.ts';

export type { SchemaSource } from './declared/xsd-node.ts';

/**
 * Reads all files of one set and gives what they declare. Components are found by namespace and name over all files, whatever these
 * import; of equal names the first counts. Everything is looked into once, so that nothing throws later.
 *
 * Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID) with file and line when a file is no schema or a reference leads nowhere.
 *
 * @example
 * const model = await buildSchemaModel([{ file: 'xbau.xsd', bytes: await readFile('xbau.xsd') }]);
 * for (const root of model.roots) console.log(root.name.localName);
 */
export async function buildSchemaModel(sources: readonly SchemaSource[]): Promise<SchemaModel> {
  const libxml2 = await loadLibxml2();
  const table = new ComponentTable(sources.map((source) => ({ file: source.file, root: readXsd(libxml2, source) })));
  const model = new DeclaredModel(table);
  lookIntoEverything(model.elements, model.types);
  return model;
}

class DeclaredModel implements SchemaModel {
  readonly roots: readonly ElementDeclaration[];
  /** All global elements and types. */
  readonly elements: readonly ElementDeclaration[];
  readonly types: readonly TypeDefinition[];
  readonly #table: ComponentTable;
  readonly #components: DeclaredComponents;
  readonly #members: ReadonlyMap<ElementDeclaration, readonly ElementDeclaration[]>;
  #derived: ReadonlyMap<TypeDefinition, readonly TypeDefinition[]> | undefined;

  constructor(table: ComponentTable) {
    this.#table = table;
    this.#components = new DeclaredComponents(table);
    this.elements = [...table.all('element')].map((piece) => this.#components.globalElement(piece));
    this.types = [...table.all('type')].map((piece) => this.#components.globalType(piece));
    this.roots = this.elements.filter(({ abstract }) => !abstract).sort((one, other) => compareNames(one.name, other.name));
    this.#members = membersOf(table, this.#components);
  }

  element(name: ExpandedName): ElementDeclaration | undefined {
    const piece = this.#table.find('element', name);
    return piece && this.#components.globalElement(piece);
  }

  type(name: ExpandedName): TypeDefinition | undefined {
    const piece = this.#table.find('type', name);
    return piece ? this.#components.globalType(piece) : this.#components.builtIn(name);
  }

  substitutes(element: ElementDeclaration): readonly ElementDeclaration[] {
    return reachable(element, this.#members).filter(({ abstract }) => !abstract);
  }

  derivedTypes(type: TypeDefinition): readonly TypeDefinition[] {
    this.#derived ??= derivationsOf([...builtInTypes.values(), ...this.types]);
    const found = reachable(type, this.#derived).slice(1);
    return found.filter((one) => one.name !== undefined && !(one.kind === 'complex' && one.abstract));
  }
}

function compareNames(one: ExpandedName, other: ExpandedName): number {
  return compareTexts(one.namespace, other.namespace) || compareTexts(one.localName, other.localName);
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The direct members of substitution groups by their heads. */
function membersOf(table: ComponentTable, components: DeclaredComponents): ReadonlyMap<ElementDeclaration, readonly ElementDeclaration[]> {
  const members = new Map<ElementDeclaration, ElementDeclaration[]>();
  for (const piece of table.all('element')) {
    for (const head of headsOf(piece)) {
      const declaration = components.element(head, piece);
      const found = table.find('element', expandedName(head, piece));
      if (found && isClosed(found)) continue;
      append(members, declaration, components.globalElement(piece));
    }
  }
  return members;
}

function headsOf(piece: XsdPiece): string[] {
  return (attributeOf(piece, 'substitutionGroup') ?? '').split(/\s+/).filter((name) => name !== '');
}

function isClosed(piece: XsdPiece): boolean {
  return /(^|\s)(#all|substitution)(\s|$)/.test(attributeOf(piece, 'block') ?? '');
}

/** The types that name a type as their base; those without a base come from anything. */
function derivationsOf(types: readonly TypeDefinition[]): ReadonlyMap<TypeDefinition, readonly TypeDefinition[]> {
  const derived = new Map<TypeDefinition, TypeDefinition[]>();
  for (const type of types) if (type !== anyType) append(derived, type.base ?? anyType, type);
  return derived;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** The start and everything that follows from it, each once. */
function reachable<T>(start: T, next: ReadonlyMap<T, readonly T[]>): readonly T[] {
  const found = new Set([start]);
  for (const one of found) for (const following of next.get(one) ?? []) found.add(following);
  return [...found];
}
