import type { AttributeUse, SimpleType } from '../../schema-model/schema-model.ts';
import type { Random } from '../random.ts';
import { fitsType } from '../value/fits-type.ts';
import { sampleValue } from '../value/sample-value.ts';
import type { SampleNode } from './grow.ts';
import { isIdType, isReferenceType } from './reference-types.ts';

/** An element of a sample with all its values. */
export interface FilledNode {
  readonly node: SampleNode;
  /** In the order of their declaration. */
  readonly attributes: readonly { readonly use: AttributeUse; readonly value: string }[];
  readonly children: readonly FilledNode[];
  readonly text: string | undefined;
}

/** What fills a sample. */
export interface Filling {
  readonly random: Random;
  readonly remark: (text: string) => void;
  /** The values of an element's attributes and children by name, where a code list decides them. */
  readonly codesOf: (node: SampleNode) => ReadonlyMap<string, string> | undefined;
}

/** Gives every element and attribute a value: fixed and default ones first, IDs each once, references to one of these. */
export function fillValues(root: SampleNode, filling: Filling): FilledNode {
  const filler = new Filler(filling);
  const filled = filler.fill(root, undefined);
  filler.resolveReferences();
  return filled;
}

/** What carries a value. */
interface Carrier {
  readonly name: string;
  /** The names of the elements around it, the nearest first. */
  readonly around: readonly string[];
  readonly type: SimpleType;
  readonly fixed?: string | undefined;
  readonly default?: string | undefined;
}

class Filler {
  readonly #filling: Filling;
  readonly #ids = new Set<string>();
  readonly #references: (() => void)[] = [];

  constructor(filling: Filling) {
    this.#filling = filling;
  }

  /** `code`: the value that a code list gave this element. */
  fill(node: SampleNode, code: string | undefined): FilledNode {
    const codes = this.#filling.codesOf(node);
    const uses = [...node.attributes, ...missing(node, codes)];
    const attributes = uses.map((use) => {
      const carrier = { ...use, name: use.name.localName, around: namesAround(node) };
      const slot = { use, value: '' };
      this.#give(carrier, codes?.get(`@${carrier.name}`), (value) => (slot.value = value));
      return slot;
    });
    const filled: { -readonly [K in keyof FilledNode]: FilledNode[K] } = { node, attributes, children: [], text: undefined };
    if (node.nil) return filled;
    const type = textTypeOf(node);
    if (type !== undefined)
      this.#give(
        { ...node.declaration, name: node.declaration.name.localName, around: namesAround(node.parent), type },
        code,
        (value) => (filled.text = value),
      );
    else if (isMixed(node)) filled.text = node.declaration.fixed ?? node.declaration.default ?? 'Beispiel';
    filled.children = node.children.map((child) => this.fill(child, codes?.get(child.declaration.name.localName)));
    return filled;
  }

  resolveReferences(): void {
    for (const resolve of this.#references) resolve();
  }

  #give(carrier: Carrier, code: string | undefined, set: (value: string) => void): void {
    if (carrier.fixed !== undefined) return set(carrier.fixed);
    if (code !== undefined && fitsType(carrier.type, code)) return set(code);
    if (carrier.default !== undefined && fitsType(carrier.type, carrier.default)) return set(carrier.default);
    if (isReferenceType(carrier.type)) {
      this.#references.push(() => set(this.#reference(carrier)));
      return;
    }
    const value = isIdType(carrier.type) ? this.#newId(carrier) : sampleValue(carrier.type, carrier, this.#filling.random);
    if (value === undefined) this.#filling.remark(`${carrier.name}: no value was found that its type allows`);
    set(value ?? '');
  }

  #newId(carrier: Carrier): string | undefined {
    for (let attempt = 0; attempt < 100; attempt++) {
      const id = sampleValue(carrier.type, carrier, this.#filling.random);
      if (id === undefined || this.#ids.has(id)) continue;
      this.#ids.add(id);
      return id;
    }
    return undefined;
  }

  #reference(carrier: Carrier): string {
    const { type, name } = carrier;
    const count = type.facets.length ?? type.facets.minLength ?? 1;
    const times = type.variety === 'list' ? Math.max(1, count) : 1;
    const fitting = [...this.#ids].map((id) => Array.from({ length: times }, () => id).join(' ')).filter((id) => fitsType(type, id));
    if (fitting.length > 0) return this.#filling.random.pick(fitting);
    this.#filling.remark(`${name}: there is no ID that it could refer to`);
    return sampleValue(type, carrier, this.#filling.random) ?? '';
  }
}

function namesAround(node: SampleNode | undefined): readonly string[] {
  const names: string[] = [];
  for (let one = node; one !== undefined; one = one.parent) names.push(one.declaration.name.localName);
  return names;
}

/** Attributes that a code list gives a value to and that were not planned. */
function missing({ type, attributes }: SampleNode, codes: ReadonlyMap<string, string> | undefined): readonly AttributeUse[] {
  if (codes === undefined || type.kind === 'simple') return [];
  return type.attributes.filter((use) => codes.has(`@${use.name.localName}`) && !attributes.includes(use));
}

function textTypeOf({ type }: SampleNode): SimpleType | undefined {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : undefined;
}

function isMixed({ type, children }: SampleNode): boolean {
  return type.kind === 'complex' && type.content.kind === 'elements' && type.content.mixed && children.length === 0;
}
