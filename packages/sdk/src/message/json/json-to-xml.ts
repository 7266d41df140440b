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
 * Throws `NeedsPerson` (AB_JSON_MALFORMED, AB_XML_ENCODING, AB_XML_LIMIT) with line and column; beyond a limit nothing is written any more. A
 * key that stands twice in one object is refused: readers disagree on which one counts.
 */
export function jsonToXml(bytes: Uint8Array, limits: JsonLimits): DecodedXml {
  if (!isUtf8(bytes)) throw new NeedsPerson('AB_XML_ENCODING', 'a JSON message must be UTF-8');
  const reader = new JsonReader(new TextDecoder('utf-8').decode(bytes));
  const writer = new XmlWriter(reader, limits);
  writer.document();
  reader.end();
  return { utf8: writer.bytes(), encoding: 'UTF-8' };
}

/** The limits that are heeded while a document is written: those of {@link MessageLimits}. */
type JsonLimits = Pick<MessageLimits, 'depth'> & Partial<Pick<MessageLimits, 'elements' | 'keys' | 'textBytes'>>;

/** Characters that are gathered before they become bytes: many small strings take ten times their length. */
const pageLength = 65_536;

class XmlWriter {
  readonly #reader: JsonReader;
  readonly #limits: JsonLimits;
  readonly #mostElements: number;
  readonly #mostKeys: number;
  readonly #longestText: number;
  readonly #pages: Buffer[] = [];
  #page = '';
  #line = 1;
  #elements = 0;

  constructor(reader: JsonReader, limits: JsonLimits) {
    this.#reader = reader;
    this.#limits = limits;
    this.#mostElements = limits.elements ?? Infinity;
    this.#mostKeys = limits.keys ?? Infinity;
    this.#longestText = limits.textBytes ?? Infinity;
  }

  bytes(): Uint8Array {
    return Buffer.concat([...this.#pages, Buffer.from(this.#page, 'utf8')]);
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
    this.#expectDepth(depth);
    if (kind === 'null') return this.#reader.skipNull();
    if (kind === 'array') return this.#array(name, depth);
    this.#catchUp();
    if (kind === 'object') return this.#object(name, depth);
    const text = kind === 'string' ? this.#string() : this.#reader.literal();
    this.#start(name, text);
    this.#end(name);
  }

  #object(name: string, depth: number): void {
    const reader = this.#reader;
    const known = new Set<string>();
    this.#start(name);
    if (reader.enter('{')) {
      do {
        const key = reader.key();
        if (known.has(key)) throw reader.malformed('a key stands twice in one object');
        known.add(key);
        if (known.size > this.#mostKeys) throw reader.limit(`an object has more than ${this.#mostKeys} keys`);
        this.value(elementName(key), depth + 1);
      } while (reader.goesOn('{'));
    }
    this.#end(name);
  }

  #array(name: string, depth: number): void {
    const reader = this.#reader;
    this.#expectDepth(depth);
    if (!reader.enter('[')) return;
    do {
      if (reader.peek() === 'array') this.#wrappedArray(name, depth);
      else this.value(name, depth);
    } while (reader.goesOn('['));
  }

  #wrappedArray(name: string, depth: number): void {
    this.#start(name);
    this.#array('entry', depth + 1);
    this.#end(name);
  }

  #string(): string {
    const text = this.#reader.string();
    if (text.length > this.#longestText) throw this.#reader.limit(`a text is longer than ${this.#longestText} bytes`);
    return this.#reader.mayHoldMarkup ? escaped(text) : text;
  }

  #expectDepth(depth: number): void {
    if (depth > this.#limits.depth) throw this.#reader.limit(`values are nested deeper than ${this.#limits.depth}`);
  }

  #start(name: string, text = ''): void {
    this.#elements++;
    if (this.#elements > this.#mostElements) throw this.#reader.limit(`there are more than ${this.#mostElements} elements`);
    this.#page += `<${name}>${text}`;
  }

  #end(name: string): void {
    this.#page += `</${name}>`;
    if (this.#page.length < pageLength) return;
    this.#pages.push(Buffer.from(this.#page, 'utf8'));
    this.#page = '';
  }

  /** Brings the document to the line of the JSON text. */
  #catchUp(): void {
    const { line } = this.#reader;
    if (line === this.#line) return;
    this.#page += '\n'.repeat(line - this.#line);
    this.#line = line;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}
