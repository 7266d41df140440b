import type { XmlElement } from 'libxml2-wasm';
import type { Libxml2 } from '../libxml2.ts';

/** Fewer siblings are counted anew each time: remembering them costs more. */
const worthKeeping = 16;

interface KnownPosition {
  readonly element: XmlElement;
  readonly position: number;
}

/**
 * Counts elements among siblings of the same name. Goes on from the sibling asked for before, so that the places of a long list in its
 * order cost as much as the list is long, not its square.
 */
export class SiblingPositions {
  readonly #libxml2: Libxml2;
  readonly #known = new Map<string, KnownPosition>();

  constructor(libxml2: Libxml2) {
    this.#libxml2 = libxml2;
  }

  /** From 1. The path is that of the element without its position: it must be the same for namesakes with one parent, and for no others. */
  positionOf(element: XmlElement, path: string): number {
    const known = this.#known.get(path);
    const name = qualifiedName(element);
    let position = 1;
    if (known?.element.isSameNode(element)) return known.position;
    for (let sibling = element.prev; sibling; sibling = sibling.prev) {
      if (!(sibling instanceof this.#libxml2.XmlElement) || qualifiedName(sibling) !== name) continue;
      if (known?.element.isSameNode(sibling)) {
        position += known.position;
        break;
      }
      position++;
    }
    if (position > worthKeeping) this.#known.set(path, { element, position });
    return position;
  }
}

/** The name as the message writes it. */
export function qualifiedName({ prefix, name }: { readonly prefix: string; readonly name: string }): string {
  return prefix ? `${prefix}:${name}` : name;
}
