import type {
  AttributeUse,
  ComplexType,
  ElementDeclaration,
  ExpandedName,
  Particle,
  SchemaModel,
  SimpleType,
  TypeDefinition,
} from '../../message/schema-model/schema-model.ts';

/**
 * A place in any message of a schema. All elements with one declaration are one node, wherever they stand, so that recursive schemas
 * stay finite; `open` is what the schema leaves open (`xs:any`), where everything may stand.
 */
export type GraphNode =
  | { readonly kind: 'document' }
  | { readonly kind: 'element'; readonly name: ExpandedName; readonly declaration: ElementDeclaration }
  | { readonly kind: 'attribute'; readonly name: ExpandedName; readonly use: AttributeUse; readonly owner: GraphNode }
  | { readonly kind: 'text'; readonly owner: GraphNode }
  | { readonly kind: 'open'; readonly attribute: boolean };

/** An element of the graph. */
export type ElementNode = Extract<GraphNode, { kind: 'element' }>;

/** Everything that may stand in messages with one root element, as a graph of declarations. */
export class SchemaGraph {
  readonly model: SchemaModel;
  readonly document: GraphNode = { kind: 'document' };
  readonly root: ElementNode;
  readonly #open: GraphNode = { kind: 'open', attribute: false };
  readonly #openAttribute: GraphNode = { kind: 'open', attribute: true };
  readonly #elements = new Map<ElementDeclaration, ElementNode>();
  readonly #children = new Map<GraphNode, readonly GraphNode[]>();
  readonly #attributes = new Map<GraphNode, readonly GraphNode[]>();
  readonly #texts = new Map<GraphNode, GraphNode>();
  readonly #below = new Map<GraphNode, readonly GraphNode[]>();
  #parents: ReadonlyMap<GraphNode, readonly GraphNode[]> | undefined;

  constructor(model: SchemaModel, root: ElementDeclaration) {
    this.model = model;
    this.root = this.element(root);
  }

  element(declaration: ElementDeclaration): ElementNode {
    const known = this.#elements.get(declaration);
    if (known) return known;
    const node: ElementNode = { kind: 'element', name: declaration.name, declaration };
    this.#elements.set(declaration, node);
    return node;
  }

  /** Elements that may stand in an element. */
  children(node: GraphNode): readonly GraphNode[] {
    return remember(this.#children, node, () => {
      if (node.kind === 'document') return [this.root];
      if (node.kind === 'open') return node.attribute ? [] : [this.#open];
      if (node.kind !== 'element') return [];
      const found = new Set<GraphNode>();
      for (const particle of this.particles(node)) this.#collect(particle, found);
      return [...found];
    });
  }

  attributes(node: GraphNode): readonly GraphNode[] {
    return remember(this.#attributes, node, () => {
      if (node.kind === 'open') return node.attribute ? [] : [this.#openAttribute];
      if (node.kind !== 'element') return [];
      const uses = new Map<string, GraphNode>();
      let open = false;
      for (const type of this.complexTypes(node)) {
        if (type.anyAttribute) open = true;
        for (const use of type.attributes)
          uses.set(`${use.name.namespace} ${use.name.localName}`, { kind: 'attribute', name: use.name, use, owner: node });
      }
      return open ? [...uses.values(), this.#openAttribute] : [...uses.values()];
    });
  }

  /** The text of an element, where it may have one. */
  text(node: GraphNode): GraphNode | undefined {
    if (node.kind === 'open') return node.attribute ? undefined : this.#open;
    if (node.kind !== 'element' || !this.mayHoldText(node)) return undefined;
    return remember(this.#texts, node, () => ({ kind: 'text', owner: node }) as const);
  }

  /** The node and all elements below it. */
  below(node: GraphNode): readonly GraphNode[] {
    return remember(this.#below, node, () => {
      const found = new Set<GraphNode>([node]);
      for (const one of found) for (const child of this.children(one)) found.add(child);
      return [...found];
    });
  }

  parents(node: GraphNode): readonly GraphNode[] {
    if (node.kind === 'document') return [];
    if (node.kind === 'attribute' || node.kind === 'text') return [node.owner];
    if (node.kind === 'open' && node.attribute) return [this.#open, ...this.below(this.document)];
    this.#parents ??= this.#allParents();
    return this.#parents.get(node) ?? [];
  }

  ancestors(node: GraphNode): readonly GraphNode[] {
    const found = new Set<GraphNode>(this.parents(node));
    for (const one of found) for (const parent of this.parents(one)) found.add(parent);
    return [...found];
  }

  /** The type of an element and those that may stand for it by `xsi:type`. */
  types({ declaration }: ElementNode): readonly TypeDefinition[] {
    const { type } = declaration;
    return [type, ...this.model.derivedTypes(type)];
  }

  complexTypes(node: ElementNode): readonly ComplexType[] {
    return this.types(node).filter((type) => type.kind === 'complex');
  }

  particles(node: ElementNode): readonly Particle[] {
    return this.complexTypes(node).flatMap(({ content }) => (content.kind === 'elements' ? [content.particle] : []));
  }

  /**
   * The types of the text of an element, an attribute or a text; none where it has no single value. Types that stand in by `xsi:type`
   * only narrow what the declared one allows, and count where that has no text of its own.
   */
  valueTypes(node: GraphNode): readonly SimpleType[] {
    if (node.kind === 'attribute') return [node.use.type];
    if (node.kind === 'text') return this.valueTypes(node.owner);
    if (node.kind !== 'element') return [];
    const declared = textTypes(node.declaration.type);
    return declared.length > 0 ? declared : this.types(node).flatMap(textTypes);
  }

  mayHoldText(node: ElementNode): boolean {
    return this.types(node).some((type) => type.kind === 'simple' || type.content.kind === 'text' || isMixed(type));
  }

  #collect(particle: Particle, found: Set<GraphNode>): void {
    if (particle.max === 0) return;
    if (particle.kind === 'element') {
      for (const declaration of this.model.substitutes(particle.declaration)) found.add(this.element(declaration));
    } else if (particle.kind === 'any') found.add(this.#open);
    else for (const inner of particle.particles) this.#collect(inner, found);
  }

  #allParents(): ReadonlyMap<GraphNode, readonly GraphNode[]> {
    const parents = new Map<GraphNode, GraphNode[]>();
    for (const node of this.below(this.document)) {
      for (const child of this.children(node)) {
        const known = parents.get(child);
        if (known) known.push(node);
        else parents.set(child, [node]);
      }
    }
    return parents;
  }
}

function textTypes(type: TypeDefinition): readonly SimpleType[] {
  if (type.kind === 'simple') return [type];
  return type.content.kind === 'text' ? [type.content.type] : [];
}

function isMixed(type: TypeDefinition): boolean {
  return type.kind === 'complex' && type.content.kind === 'elements' && type.content.mixed;
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key);
  if (value !== undefined) return value;
  const made = make();
  known.set(key, made);
  return made;
}
