import { NeedsPerson } from '../../errors/families.ts';
import { placeInText } from './place-in-text.ts';

/** The kind of value that comes next in a JSON text. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
const newline = 0x0a;
const blanks = new Set([space, 0x09, newline, 0x0d]);
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
/** What XML cannot hold: most control characters, lone surrogates, two non-characters. */
const notInXml =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Reads a JSON text (RFC 8259, nothing more lenient) value by value, keeping numbers as they are written.
 *
 * Every method throws `NeedsPerson` (AB_JSON_MALFORMED) with line and column.
 */
export class JsonReader {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The line of what comes next. */
  get line(): number {
    this.#skipBlank();
    return this.#line;
  }

  peek(): JsonKind {
    this.#skipBlank();
    const next = this.#text[this.#at];
    if (next === '{') return 'object';
    if (next === '[') return 'array';
    if (next === '"') return 'string';
    if (next === 't' || next === 'f') return 'boolean';
    if (next === 'n') return 'null';
    if (next !== undefined && (next === '-' || (next >= '0' && next <= '9'))) return 'number';
    throw this.malformed(next === undefined ? 'the message breaks off' : 'a value is expected');
  }

  /** The keys of the object that comes next; the caller reads the value after each. */
  *members(): Generator<string, void, undefined> {
    this.#take('{');
    if (this.#skipIf('}')) return;
    do {
      this.#skipBlank();
      const key = this.string();
      this.#take(':');
      yield key;
    } while (this.#skipIf(','));
    this.#take('}');
  }

  /** One turn per entry of the array that comes next; the caller reads the value at each. */
  *entries(): Generator<undefined, void, undefined> {
    this.#take('[');
    if (this.#skipIf(']')) return;
    do yield undefined;
    while (this.#skipIf(','));
    this.#take(']');
  }

  /** The string that comes next. */
  string(): string {
    const raw = this.#rawString();
    const text = raw.includes('\\') ? this.#unescaped(raw) : raw.slice(1, -1);
    if (notInXml.test(text)) throw this.malformed('a string holds a character that a message may not hold');
    return text;
  }

  /** The number or truth value that comes next, as it is written. */
  literal(): string {
    return this.peek() === 'number' ? this.#match(number, 'a number is not well-formed') : this.#match(word, 'a value is expected');
  }

  skipNull(): void {
    this.#match(word, 'a value is expected');
  }

  /** Nothing but blanks may be left. */
  end(): void {
    this.#skipBlank();
    if (this.#at < this.#text.length) throw this.malformed('something follows after the value');
  }

  /** An error at the place reached. */
  malformed(message: string): NeedsPerson {
    return new NeedsPerson('AB_JSON_MALFORMED', message, { where: placeInText(this.#text, this.#at) });
  }

  /** An error about a limit at the place reached. */
  limit(message: string): NeedsPerson {
    return new NeedsPerson('AB_XML_LIMIT', message, { where: placeInText(this.#text, this.#at) });
  }

  #match(pattern: RegExp, complaint: string): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) throw this.malformed(complaint);
    this.#at = pattern.lastIndex;
    return match[0];
  }

  #take(character: string): void {
    if (!this.#skipIf(character)) throw this.malformed(`"${character}" is expected`);
  }

  #skipIf(character: string): boolean {
    this.#skipBlank();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  /** A string with its quotes and escapes. By hand: a pattern would run out of stack on a file in base64. */
  #rawString(): string {
    if (this.#text[this.#at] !== '"') throw this.malformed('a string is expected');
    let end = this.#at + 1;
    for (let code = this.#text.charCodeAt(end); code !== quote; code = this.#text.charCodeAt(end)) {
      if (Number.isNaN(code) || code < space) throw this.malformed('a string is not well-formed');
      end += code === backslash ? 2 : 1;
    }
    const raw = this.#text.slice(this.#at, end + 1);
    this.#at = end + 1;
    return raw;
  }

  #unescaped(raw: string): string {
    try {
      return JSON.parse(raw) as string;
    } catch {
      throw this.malformed('a string is not well-formed');
    }
  }

  /** Line breaks stand in blanks only. */
  #skipBlank(): void {
    for (let code = this.#text.charCodeAt(this.#at); blanks.has(code); code = this.#text.charCodeAt(this.#at)) {
      if (code === newline) this.#line++;
      this.#at++;
    }
  }
}
