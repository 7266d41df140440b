import { isUtf8 } from 'node:buffer';
import { NeedsPerson } from '../../errors/families.ts';
import type { MessageLimits } from '../message.ts';
import type { DecodedXml } from '../xml/decode.ts';
import { elementName } from './element-name.ts';
import { JsonReader } from './json-reader.ts';

/**
 * Writes a JSON text as an XML document with the root `json`: an element per key, repeated per entry of its array
 * (arrays in arrays as `entry`), names by {@link elementName}, numbers in their lexical form, null as absent. Elements
 * stand on the lines of their values, so that places in the document are places in the JSON text.
 *
 * Throws `NeedsPerson` (AB_JSON_MALFORMED, AB_XML_ENCODING, AB_XML_LIMIT) with line and column. A key that stands
 * twice in one object is refused: readers disagree on which one counts.
 */
export function jsonToXml(bytes: Uint8Array, limits: Pick<MessageLimits, 'depth'>): DecodedXml {
  if (!isUtf8(bytes)) throw new NeedsPerson('AB_XML_ENCODING', 'a JSON message must be UTF-8');
  const reader = new JsonReader(new TextDecoder('utf-8').decode(bytes));
  const writer = new XmlWriter(reader, limits.depth);
  writer.document();
  reader.end();
  return { utf8: Buffer.from(writer.text(), 'utf8'), encoding: 'UTF-8' };
}

class XmlWriter {
  readonly #reader: JsonReader;
  readonly #depth: number;
  readonly #parts: string[] = [];
  #line = 1;

  constructor(reader: JsonReader, depth: number) {
    this.#reader = reader;
    this.#depth = depth;
  }

  text(): string {
    return this.#parts.join('');
  }

  /** Writes the whole text: an object or an array. */
  document(): void {
    const kind = this.#reader.peek();
    if (kind === 'object') return this.value('json', 1);
    if (kind === 'array') return this.#wrappedArray('json', 1);
    throw this.#reader.malformed('a JSON message is an object or an array');
  }

  /** Writes the value that comes next under this element name. */
  value(name: string, depth: number): void {
    const kind = this.#reader.peek();
    if (depth > this.#depth) throw this.#reader.limit(`values are nested deeper than ${this.#depth}`);
    if (kind === 'null') return this.#reader.skipNull();
    if (kind === 'array') return this.#array(name, depth);
    this.#catchUp();
    if (kind === 'object') return this.#object(name, depth);
    const text = kind === 'string' ? escaped(this.#reader.string()) : this.#reader.literal();
    this.#parts.push(`<${name}>${text}</${name}>`);
  }

  #object(name: string, depth: number): void {
    const known = new Set<string>();
    this.#parts.push(`<${name}>`);
    for (const key of this.#reader.members()) {
      if (known.has(key)) throw this.#reader.malformed('a key stands twice in one object');
      known.add(key);
      this.value(elementName(key), depth + 1);
    }
    this.#parts.push(`</${name}>`);
  }

  #array(name: string, depth: number): void {
    if (depth > this.#depth) throw this.#reader.limit(`values are nested deeper than ${this.#depth}`);
    for (const _ of this.#reader.entries()) {
      if (this.#reader.peek() === 'array') this.#wrappedArray(name, depth);
      else this.value(name, depth);
    }
  }

  #wrappedArray(name: string, depth: number): void {
    this.#parts.push(`<${name}>`);
    this.#array('entry', depth + 1);
    this.#parts.push(`</${name}>`);
  }

  /** Brings the document to the line of the JSON text. */
  #catchUp(): void {
    const { line } = this.#reader;
    this.#parts.push('\n'.repeat(line - this.#line));
    this.#line = line;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}
