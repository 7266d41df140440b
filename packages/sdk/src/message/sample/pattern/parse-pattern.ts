import { CharacterSet, type CodeRange } from './character-set.ts';
import { escapedSet, namedSet } from './named-sets.ts';

/** A regular expression of XML Schema as a tree. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number };

/** Why a pattern could not be read. */
export class PatternSyntaxError extends Error {
  override readonly name = 'PatternSyntaxError';
}

/** Reads the value of an `xs:pattern`. Throws {@link PatternSyntaxError}. */
export function parsePattern(pattern: string): PatternNode {
  const parser = new PatternParser(pattern);
  const node = parser.alternatives();
  parser.expectEnd();
  return node;
}

const escapedCharacters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

class PatternParser {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  expectEnd(): void {
    if (this.#at < this.#characters.length) throw this.#error();
  }

  alternatives(): PatternNode {
    const branches = [this.#branch()];
    while (this.#take('|')) branches.push(this.#branch());
    return choiceOf(branches);
  }

  #branch(): PatternNode {
    const parts: PatternNode[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      parts.push(this.#quantified(this.#atom()));
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
  }

  #atom(): PatternNode {
    const next = this.#next();
    if (next === '(') {
      const inner = this.alternatives();
      if (!this.#take(')')) throw this.#error();
      return inner;
    }
    if (next === '[') return { kind: 'set', set: this.#class() };
    if (next === '.')
      return {
        kind: 'set',
        set: new CharacterSet([
          [0xa, 0xa],
          [0xd, 0xd],
        ]).inverse(),
      };
    if (next === '\\') return { kind: 'set', set: this.#escape() };
    if ('?*+{}'.includes(next)) throw this.#error();
    return { kind: 'set', set: single(next) };
  }

  #quantified(part: PatternNode): PatternNode {
    if (this.#take('?')) return { kind: 'repeat', part, min: 0, max: 1 };
    if (this.#take('*')) return { kind: 'repeat', part, min: 0, max: Infinity };
    if (this.#take('+')) return { kind: 'repeat', part, min: 1, max: Infinity };
    if (!this.#take('{')) return part;
    const min = this.#number() ?? 0;
    const max = this.#take(',') ? (this.#number() ?? Infinity) : min;
    if (!this.#take('}') || max < min) throw this.#error();
    return { kind: 'repeat', part, min, max };
  }

  #number(): number | undefined {
    let digits = '';
    while (/^\d$/.test(this.#peek() ?? '')) digits += this.#next();
    return digits === '' ? undefined : Number(digits);
  }

  /** A class, behind its opening bracket. */
  #class(): CharacterSet {
    const negated = this.#take('^');
    let set = new CharacterSet([]);
    const whole = (): CharacterSet => (negated ? set.inverse() : set);
    for (let first = true; ; first = false) {
      if (this.#peek() === ']' && !first) {
        this.#next();
        return whole();
      }
      if (this.#peek() === '-' && this.#peek(1) === '[') {
        this.#at += 2;
        const result = whole().without(this.#class());
        if (!this.#take(']')) throw this.#error();
        return result;
      }
      set = set.with(this.#member());
    }
  }

  /** A character, range or escape inside a class. */
  #member(): CharacterSet {
    const low = this.#classCharacter();
    if (low instanceof CharacterSet) return low;
    const ranges = this.#peek() === '-' && this.#peek(1) !== ']' && this.#peek(1) !== '[';
    if (!ranges) return single(low);
    this.#next();
    const high = this.#classCharacter();
    if (high instanceof CharacterSet) throw this.#error();
    const range: CodeRange = [codeOf(low), codeOf(high)];
    if (range[0] > range[1]) throw this.#error();
    return new CharacterSet([range]);
  }

  #classCharacter(): string | CharacterSet {
    const next = this.#next();
    if (next !== '\\') return next;
    const set = this.#escape();
    const [range, ...others] = set.ranges;
    return range !== undefined && others.length === 0 && range[0] === range[1] ? String.fromCodePoint(range[0]) : set;
  }

  #escape(): CharacterSet {
    const letter = this.#next();
    if (letter === 'p' || letter === 'P') {
      if (!this.#take('{')) throw this.#error();
      let name = '';
      while (this.#peek() !== '}') name += this.#next();
      this.#next();
      const set = namedSet(name);
      if (set === undefined) throw new PatternSyntaxError(`the pattern names the set ${name}, which is not known`);
      return letter === 'p' ? set : set.inverse();
    }
    return escapedSet(letter) ?? single(escapedCharacters[letter] ?? letter);
  }

  #peek(ahead = 0): string | undefined {
    return this.#characters[this.#at + ahead];
  }

  #next(): string {
    const next = this.#characters[this.#at];
    if (next === undefined) throw this.#error();
    this.#at++;
    return next;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #error(): PatternSyntaxError {
    return new PatternSyntaxError(`the pattern cannot be read at character ${this.#at + 1}`);
  }
}

/** Alternatives of single characters become one set, as the patterns of DIN 91379 have hundreds of them. */
function choiceOf(branches: readonly PatternNode[]): PatternNode {
  const sets = branches.flatMap((branch) => (branch.kind === 'set' ? branch.set.ranges : []));
  const others = branches.filter((branch) => branch.kind !== 'set');
  const joined: PatternNode[] = sets.length === 0 ? others : [{ kind: 'set', set: new CharacterSet(sets) }, ...others];
  const [only] = joined;
  return joined.length === 1 && only !== undefined ? only : { kind: 'choice', branches: joined };
}

function single(character: string): CharacterSet {
  const code = codeOf(character);
  return new CharacterSet([[code, code]]);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
