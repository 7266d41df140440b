import type { XmlElement } from 'libxml2-wasm';
import { type Libxml2, loadedLibxml2 } from '../libxml2.ts';
import type { XmlMessage } from '../xml/xml-message.ts';
import { type ChildLookup, childLookupOf } from './child-lookup.ts';
import type { ElementDeclaration, SchemaModel, TypeDefinition } from './schema-model.ts';

/** An element of a message with its declaration. */
export interface TypedElement {
  readonly declaration: ElementDeclaration;
  /** The declared type, or the one that the message names by `xsi:type`. */
  readonly type: TypeDefinition;
  /** The element itself; a place of it gives `message.nodeOf(element)`. Not to be used after the message is disposed. */
  readonly element: XmlElement;
}

/** What a walk does. */
export interface TypedWalk {
  /** Called in document order for each element whose type is entered. */
  visit(at: TypedElement): void;
  /** Whether elements declared with a type, or their content, are of interest; the rest is passed over. Default: all. */
  readonly enters?: ((type: TypeDefinition) => boolean) | undefined;
  /** Called for an element without a declaration: under a wildcard, or not allowed where it stands. Its content is passed over. */
  readonly undeclared?: ((element: XmlElement, because: 'any' | 'not-allowed') => void) | undefined;
}

const schemaInstanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * Walks over the elements of a message with their declarations, `xsi:type` and substitution groups respected. Below a wildcard only
 * elements are known that the model declares globally.
 *
 * Gives false when the root element is not declared.
 */
export function typedWalk(message: XmlMessage, model: SchemaModel, walk: TypedWalk): boolean {
  const { root } = message.document;
  const declaration = model.element({ namespace: root.namespaceUri, localName: root.name });
  if (!declaration) return false;
  new Walker(model, walk).enter(root, declaration);
  return true;
}

class Walker {
  readonly #libxml2: Libxml2 = loadedLibxml2();
  readonly #lookup: ChildLookup;
  readonly #model: SchemaModel;
  readonly #walk: TypedWalk;

  constructor(model: SchemaModel, walk: TypedWalk) {
    this.#lookup = childLookupOf(model);
    this.#model = model;
    this.#walk = walk;
  }

  enter(element: XmlElement, declaration: ElementDeclaration): void {
    const { enters } = this.#walk;
    if (enters && !enters(declaration.type)) return;
    const type = typeNamedIn(element, this.#model) ?? declaration.type;
    this.#walk.visit({ declaration, type, element });
    if (type.kind === 'simple' || type.content.kind !== 'elements') return;
    for (let child = element.firstChild; child; child = child.next) {
      if (child instanceof this.#libxml2.XmlElement) this.#enterChild(child, type);
    }
  }

  #enterChild(child: XmlElement, type: TypeDefinition): void {
    const found = this.#lookup.find(type, { namespace: child.namespaceUri, localName: child.name });
    if (found === undefined) this.#walk.undeclared?.(child, 'not-allowed');
    else if (found === 'any') this.#walk.undeclared?.(child, 'any');
    else this.enter(child, found);
  }
}

/** The type an element names by `xsi:type`; undefined when it names none that the model knows. */
function typeNamedIn(element: XmlElement, model: SchemaModel): TypeDefinition | undefined {
  for (const attribute of element.attrs) {
    if (attribute.name !== 'type' || attribute.namespaceUri !== schemaInstanceNamespace) continue;
    const name = attribute.content.trim();
    const colon = name.indexOf(':');
    const namespace = element.namespaceForPrefix(colon < 0 ? '' : name.slice(0, colon));
    return model.type({ namespace: namespace ?? '', localName: name.slice(colon + 1) });
  }
  return undefined;
}
