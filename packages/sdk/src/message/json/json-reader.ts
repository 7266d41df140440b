import { NeedsPerson } from '../../errors/families.ts';
import { placeInText } from './place-in-text.ts';

/** The kind of value that comes next in a JSON text. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const ampersand = 0x26;
const comma = 0x2c;
const minus = 0x2d;
const colon = 0x3a;
const zero = 0x30;
const nine = 0x39;
const lessThan = 0x3c;
const greaterThan = 0x3e;
/** From here on stand surrogates and non-characters. */
const surrogates = 0xd800;
const kinds: Readonly<Record<string, JsonKind>> = { '{': 'object', '[': 'array', '"': 'string', t: 'boolean', f: 'boolean', n: 'null' };
const ends = { '{': 0x7d, '[': 0x5d } as const;
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
  /** Of the string read last. */
  #hasEscapes = false;
  #hasMarkup = false;
  #hasSurrogates = false;

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
    const code = this.#text.charCodeAt(this.#at);
    if ((code >= zero && code <= nine) || code === minus) return 'number';
    const kind = kinds[this.#text.charAt(this.#at)];
    if (kind !== undefined) return kind;
    throw this.malformed(Number.isNaN(code) ? 'the message breaks off' : 'a value is expected');
  }

  /** Enters the object or array that comes next. False when it is empty, and left again. */
  enter(open: '{' | '['): boolean {
    this.#take(open.charCodeAt(0));
    return !this.#skipIf(ends[open]);
  }

  /** Behind a value in an object or array: true when another one follows, false when it ends. */
  goesOn(open: '{' | '['): boolean {
    if (this.#skipIf(comma)) return true;
    this.#take(ends[open]);
    return false;
  }

  /** The key that comes next in an object. */
  key(): string {
    this.#skipBlank();
    const key = this.string();
    this.#take(colon);
    return key;
  }

  /** The string that comes next. */
  string(): string {
    const raw = this.#rawString();
    const text = this.#hasEscapes ? this.#unescaped(raw) : raw;
    if ((this.#hasEscapes || this.#hasSurrogates) && notInXml.test(text)) {
      throw this.malformed('a string holds a character that a message may not hold');
    }
    return text;
  }

  /** Whether the string read last may hold what has a meaning in XML. */
  get mayHoldMarkup(): boolean {
    return this.#hasMarkup || this.#hasEscapes;
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
    const start = this.#at;
    pattern.lastIndex = start;
    if (!pattern.test(this.#text)) throw this.malformed(complaint);
    this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }

  #take(code: number): void {
    if (!this.#skipIf(code)) throw this.malformed(`"${String.fromCharCode(code)}" is expected`);
  }

  #skipIf(code: number): boolean {
    this.#skipBlank();
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  /** What stands between quotes, and notes what is in it. By hand: a pattern would run out of stack on a file in base64. */
  #rawString(): string {
    const text = this.#text;
    const start = this.#at + 1;
    if (text.charCodeAt(this.#at) !== quote) throw this.malformed('a string is expected');
    let end = start;
    let escapes = false;
    let markup = false;
    let highest = 0;
    for (let code = text.charCodeAt(end); code !== quote; code = text.charCodeAt(end)) {
      if (Number.isNaN(code) || code < space) throw this.malformed('a string is not well-formed');
      if (code === backslash) {
        escapes = true;
        end += 2;
        continue;
      }
      if (code === lessThan || code === ampersand || code === greaterThan) markup = true;
      if (code > highest) highest = code;
      end++;
    }
    this.#hasEscapes = escapes;
    this.#hasMarkup = markup;
    this.#hasSurrogates = highest >= surrogates;
    this.#at = end + 1;
    return text.slice(start, end);
  }

  #unescaped(raw: string): string {
    try {
      return JSON.parse(`"${raw}"`) as string;
    } catch {
      throw this.malformed('a string is not well-formed');
    }
  }

  /** Line breaks stand in blanks only. */
  #skipBlank(): void {
    const text = this.#text;
    for (let code = text.charCodeAt(this.#at); code <= space; code = text.charCodeAt(this.#at)) {
      if (code === newline) this.#line++;
      else if (code !== space && code !== tab && code !== carriageReturn) return;
      this.#at++;
    }
  }
}
