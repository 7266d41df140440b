import type { XmlElement } from 'libxml2-wasm';
import type { Libxml2 } from '../libxml2.ts';

/** An element of a Genericode file, seen by local names: prefixes and namespaces of the vocabularies differ by year. */
export class GenericodeElement {
  readonly #libxml2: Libxml2;
  readonly #element: XmlElement;

  constructor(libxml2: Libxml2, element: XmlElement) {
    this.#libxml2 = libxml2;
    this.#element = element;
  }

  get name(): string {
    return this.#element.name;
  }

  /** Unknown from line 65535 on. */
  get line(): number | undefined {
    const line = this.#element.line & 0xffff;
    return line > 0 && line < 65_535 ? line : undefined;
  }

  get text(): string {
    return this.#element.content;
  }

  attribute(name: string): string | undefined {
    return this.#element.attr(name)?.content;
  }

  /** Elements inside, of one local name or all. */
  children(name?: string): GenericodeElement[] {
    const found: GenericodeElement[] = [];
    for (let node = this.#element.firstChild; node; node = node.next) {
      if (node instanceof this.#libxml2.XmlElement && (name === undefined || node.name === name)) {
        found.push(new GenericodeElement(this.#libxml2, node));
      }
    }
    return found;
  }

  /** The first element along a way of local names. */
  find(...names: string[]): GenericodeElement | undefined {
    const [first, ...rest] = names;
    if (first === undefined) return this;
    for (const child of this.children(first)) {
      const found = child.find(...rest);
      if (found) return found;
    }
    return undefined;
  }

  /** The trimmed text along a way of local names; undefined where it is blank. */
  textOf(...names: string[]): string | undefined {
    return this.find(...names)?.text.trim() || undefined;
  }
}
