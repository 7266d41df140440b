/** What an XML schema declares, as data: for lint, samples, references, code lists and proposals. Built by `buildSchemaModel`. */
export interface SchemaModel {
  /** All global elements that are not abstract, in the order of namespaces and names: the possible roots of messages. */
  readonly roots: readonly ElementDeclaration[];
  /** A global element, abstract ones included. */
  element(name: ExpandedName): ElementDeclaration | undefined;
  /** A global type, for `xsi:type`. Built-in types are in the namespace of XML Schema. */
  type(name: ExpandedName): TypeDefinition | undefined;
  /** The elements that may stand where this one is declared: itself unless abstract, and its substitution group. */
  substitutes(element: ElementDeclaration): readonly ElementDeclaration[];
  /** Types that may stand for this one by `xsi:type`: those derived from it, abstract ones left out. Without the type itself. */
  derivedTypes(type: TypeDefinition): readonly TypeDefinition[];
}

/** A name with its namespace; the empty text for none. */
export interface ExpandedName {
  readonly namespace: string;
  readonly localName: string;
}

/** Where a component stands in the files of its set. */
export interface ComponentPlace {
  /** Path of the schema file, as the set names it. */
  readonly file: string;
  readonly line: number;
}

/** An element, global or local; `type` may lead back to itself. */
export interface ElementDeclaration {
  readonly name: ExpandedName;
  readonly type: TypeDefinition;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly fixed?: string | undefined;
  readonly default?: string | undefined;
  /** The text of `xs:documentation`, blanks collapsed. */
  readonly documentation?: string | undefined;
  readonly place: ComponentPlace;
}

export type TypeDefinition = ComplexType | SimpleType;

/** A complex type with everything that it inherits. */
export interface ComplexType {
  readonly kind: 'complex';
  /** Undefined for a type without a name. */
  readonly name?: ExpandedName | undefined;
  readonly base?: TypeDefinition | undefined;
  readonly abstract: boolean;
  /** Own and inherited, prohibited ones left out. */
  readonly attributes: readonly AttributeUse[];
  /** Whether attributes that are not declared may stand here. */
  readonly anyAttribute: boolean;
  readonly content: ContentModel;
  readonly documentation?: string | undefined;
  readonly place: ComponentPlace;
}

/** What stands inside an element: nothing, a text, or elements. */
export type ContentModel =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly type: SimpleType }
  | { readonly kind: 'elements'; readonly mixed: boolean; readonly particle: Particle };

/** A part of a content model; `max` is Infinity for `unbounded`. */
export type Particle =
  | ({ readonly kind: 'element'; readonly declaration: ElementDeclaration } & Occurrence)
  | ({ readonly kind: 'any'; readonly namespace: string; readonly processContents: 'strict' | 'lax' | 'skip' } & Occurrence)
  | ({ readonly kind: 'sequence' | 'choice' | 'all'; readonly particles: readonly Particle[] } & Occurrence);

export interface Occurrence {
  readonly min: number;
  readonly max: number;
}

export interface AttributeUse {
  readonly name: ExpandedName;
  readonly type: SimpleType;
  readonly required: boolean;
  readonly fixed?: string | undefined;
  readonly default?: string | undefined;
}

/** A simple type with all facets that hold, inherited ones included. */
export interface SimpleType {
  readonly kind: 'simple';
  readonly name?: ExpandedName | undefined;
  readonly base?: SimpleType | undefined;
  readonly variety: 'atomic' | 'list' | 'union';
  /** The built-in type it goes back to, such as `token`, `ID` or `dateTime`: the nearest one, not the primitive. */
  readonly builtIn: string;
  readonly facets: Facets;
  /** Of a list. */
  readonly itemType?: SimpleType | undefined;
  /** Of a union. */
  readonly memberTypes?: readonly SimpleType[] | undefined;
  readonly documentation?: string | undefined;
}

export interface Facets {
  readonly enumeration?: readonly string[] | undefined;
  /** One entry per step of derivation; a value must match one pattern of every entry. */
  readonly patterns: readonly (readonly string[])[];
  readonly length?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minInclusive?: string | undefined;
  readonly maxInclusive?: string | undefined;
  readonly minExclusive?: string | undefined;
  readonly maxExclusive?: string | undefined;
  readonly totalDigits?: number | undefined;
  readonly fractionDigits?: number | undefined;
  readonly whiteSpace?: 'preserve' | 'replace' | 'collapse' | undefined;
}
