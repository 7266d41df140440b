import { elementsIn } from './look-into-everything.ts';
import type { ComplexType, ElementDeclaration, SimpleType, TypeDefinition } from './schema-model.ts';

/** How a schema uses a code list in an element. */
export interface CodeUse {
  /** Undefined when only the message names it (type 4). */
  readonly uri?: string | undefined;
  /** Undefined when only the message names it (types 3 and 4). */
  readonly version?: string | undefined;
  /**
   * 1: list and version are fixed and the codes stand in the schema. 2: list and version are fixed, the codes are published apart.
   * 3: the list is fixed, the version stands in the message. 4: both stand in the message.
   */
  readonly typ: 1 | 2 | 3 | 4;
  /** The element that holds the code itself, mostly `code` in no namespace. */
  readonly code: ElementDeclaration;
  /** The type of the code; of type 1 it has an enumeration. */
  readonly codeType: SimpleType;
}

const known = new WeakMap<TypeDefinition, { readonly use: CodeUse | undefined }>();
const codeNamespace = 'http://xoev.de/schemata/code/1_0';

/** Which code list the codes of an element come from; undefined when the element holds no code of XÖV's type `Code`. */
export function codeListOf(declaration: Pick<ElementDeclaration, 'type'>): CodeUse | undefined {
  return codeListOfType(declaration.type);
}

/** The same for a type, such as one that a message names by `xsi:type`. */
export function codeListOfType(type: TypeDefinition): CodeUse | undefined {
  const found = known.get(type);
  if (found) return found.use;
  const use = type.kind === 'complex' ? useIn(type) : undefined;
  known.set(type, { use });
  return use;
}

function useIn(type: ComplexType): CodeUse | undefined {
  if (type.content.kind !== 'elements') return undefined;
  const uri = attribute(type, 'listURI');
  const version = attribute(type, 'listVersionID');
  if (!uri && !version && !comesFromCode(type)) return undefined;
  for (const code of elementsIn(type.content.particle)) {
    const codeType = code.name.localName === 'code' ? textTypeOf(code.type) : undefined;
    if (codeType) return { ...referenceOf(uri, version, codeType), code, codeType };
  }
  return undefined;
}

type Attribute = ComplexType['attributes'][number] | undefined;

function attribute(type: ComplexType, localName: string): Attribute {
  return type.attributes.find(({ name }) => name.namespace === '' && name.localName === localName);
}

/** A type may prohibit both attributes and is then known by where it comes from. */
function comesFromCode(type: ComplexType): boolean {
  for (let one: TypeDefinition | undefined = type; one; one = one.base) {
    if (one.name?.namespace === codeNamespace && one.name.localName === 'Code') return true;
  }
  return false;
}

function textTypeOf(type: TypeDefinition): SimpleType | undefined {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : undefined;
}

function referenceOf(uri: Attribute, version: Attribute, codeType: SimpleType): Pick<CodeUse, 'uri' | 'version' | 'typ'> {
  const fixedUri = uri?.fixed || undefined;
  const fixedVersion = version?.fixed || undefined;
  if (fixedUri === undefined) return { uri: undefined, version: undefined, typ: 4 };
  if (fixedVersion === undefined) return { uri: fixedUri, version: undefined, typ: 3 };
  return { uri: fixedUri, version: fixedVersion, typ: codeType.facets.enumeration ? 1 : 2 };
}
