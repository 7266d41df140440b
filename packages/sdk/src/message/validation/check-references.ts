import type { XmlAttribute, XmlElement } from 'libxml2-wasm';
import type { Finding } from '../../model/finding.ts';
import type { Message } from '../message.ts';
import type { ComplexType, SchemaModel, SimpleType, TypeDefinition } from '../schema-model/schema-model.ts';
import { TypeReach } from '../schema-model/type-reach.ts';
import { type TypedElement, typedWalk } from '../schema-model/typed-walk.ts';
import { XmlMessage } from '../xml/xml-message.ts';
import { notTyped } from './not-typed.ts';
import { holdsReferences, type ReferenceValues, referenceValues } from './reference-values.ts';
import type { ValidationStep } from './validation.ts';

const mostFindings = 50;
const reaches = new WeakMap<SchemaModel, TypeReach>();

/**
 * Checks what the XSD validator leaves out: each `xs:ID` stands once in a message, and each `xs:IDREF` or item of `xs:IDREFS` is the
 * id of something in it. Attributes and elements, types derived from these, lists and unions. Where the root element reaches no
 * such type nothing is walked over.
 *
 * A message that is not XML, or whose root element the model does not declare, is `not-checked`.
 */
export function checkReferences(message: Message, model: SchemaModel): ValidationStep {
  if (message.kind !== 'xml' || !(message instanceof XmlMessage)) return notTyped('references', 'not-xml');
  const found = new FoundReferences(message);
  const reach = reachOf(model);
  const declared = typedWalk(message, model, { visit: (at) => found.add(at), enters: (type) => reach.reaches(type) });
  if (!declared) return notTyped('references', 'root-unknown');
  const findings = found.findings();
  return { name: 'references', verdict: findings.length === 0 ? 'valid' : 'invalid', findings, warnings: [] };
}

function reachOf(model: SchemaModel): TypeReach {
  const known = reaches.get(model);
  if (known) return known;
  const reach = new TypeReach(model, hasReferences);
  reaches.set(model, reach);
  return reach;
}

function hasReferences(type: TypeDefinition): boolean {
  const text = textOf(type);
  if (text && holdsReferences(text)) return true;
  return type.kind === 'complex' && type.attributes.some((attribute) => holdsReferences(attribute.type));
}

function textOf(type: TypeDefinition): SimpleType | undefined {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : undefined;
}

interface Use {
  readonly value: string;
  readonly node: XmlElement | XmlAttribute;
}

/** The ids and references of one message. */
class FoundReferences {
  readonly #message: XmlMessage;
  readonly #ids = new Map<string, Use>();
  readonly #repeated: Use[] = [];
  readonly #references: Use[] = [];

  constructor(message: XmlMessage) {
    this.#message = message;
  }

  add({ type, element }: TypedElement): void {
    const text = textOf(type);
    if (text && holdsReferences(text)) this.#keep(referenceValues(text, element.content), element);
    if (type.kind === 'complex') this.#addAttributes(type, element);
  }

  findings(): Finding[] {
    const repeated = this.#repeated.map((use) => ({ use, complaint: 'stands more than once as an id in the message' }));
    const dangling = this.#references
      .filter(({ value }) => !this.#ids.has(value))
      .map((use) => ({ use, complaint: 'refers to an id that nothing in the message has' }));
    const broken = [...repeated, ...dangling].slice(0, mostFindings);
    return broken.map(({ use, complaint }) => this.#finding(use, complaint));
  }

  #addAttributes(type: ComplexType, element: XmlElement): void {
    const declared = type.attributes.filter((use) => holdsReferences(use.type));
    if (declared.length === 0) return;
    for (const attribute of element.attrs) {
      const use = declared.find(({ name }) => name.localName === attribute.name && name.namespace === attribute.namespaceUri);
      if (use) this.#keep(referenceValues(use.type, attribute.content), attribute);
    }
  }

  #keep({ ids, references }: ReferenceValues, node: XmlElement | XmlAttribute): void {
    for (const value of ids) {
      if (this.#ids.has(value)) this.#repeated.push({ value, node });
      else this.#ids.set(value, { value, node });
    }
    for (const value of references) this.#references.push({ value, node });
  }

  #finding({ node }: Use, complaint: string): Finding {
    const { line, path } = this.#message.nodeOf(node);
    const name = `the ${path.includes('/@') ? 'attribute' : 'element'} ${node.name}`;
    return { code: 'AB_REFERENCE_BROKEN', message: `${name} ${complaint}`, where: { line, path } };
  }
}
