/** Texts that are longer are not looked at by patterns. In UTF-16 units. */
export const longestPatternText = 300;

/** Most ways in which a pattern may try to fit a text: what bounds its time. */
const mostWays = longestPatternText ** 3;

/** Why a pattern is not taken, in words. */
export class BoundedPatternError extends Error {}

/**
 * A regular expression that must fit the whole of a text and cannot take long, whatever the text: without look-around and back
 * references, nothing repeated without end but what has one way to fit, and at most three such repetitions or their like.
 *
 * Throws `BoundedPatternError`.
 */
export function boundedPattern(source: string): RegExp {
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${source})$`, 'u');
    // A pattern that closes the group around it would not be held to the whole text.
    void new RegExp(source, 'u');
  } catch {
    throw new BoundedPatternError('it is not a regular expression');
  }
  if (new PatternReader(source).ways() > mostWays) {
    throw new BoundedPatternError('it could take long: write fewer repetitions (`*`, `+`, `{2,}`), three at most');
  }
  return pattern;
}

/** Counts the ways in which a pattern can fit: of alternatives the sum, of what stands side by side the product. */
class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  ways(): number {
    let sum = 0;
    let product = 1;
    for (; this.#at < this.#source.length && this.#peek() !== ')';) {
      if (this.#peek() === '|') {
        sum += product;
        product = 1;
        this.#at++;
      } else {
        product *= this.#quantified(this.#atom());
      }
    }
    return sum + product;
  }

  #atom(): number {
    const char = this.#source[this.#at++];
    if (char === '(') return this.#group();
    if (char === '[') {
      while (this.#peek() !== ']') this.#at += this.#peek() === '\\' ? 2 : 1;
      this.#at++;
    }
    if (char === '\\') this.#escape();
    return 1;
  }

  #group(): number {
    const opening = /^\?(?::|<(?![=!])[^>]*>)|^(?!\?)/.exec(this.#source.slice(this.#at));
    if (!opening)
      throw new BoundedPatternError('it looks around (`(?=`, `(?<=`, `(?!`) or sets options, which is not part of the language');
    this.#at += opening[0].length;
    const ways = this.ways();
    this.#at++;
    return ways;
  }

  #escape(): void {
    const escape = /^(?:[1-9k]|[pPu](?:\{[^}]*\})?|.)/su.exec(this.#source.slice(this.#at))?.[0] ?? '';
    if (/^[1-9k]/.test(escape)) throw new BoundedPatternError('it refers back to a group, which is not part of the language');
    this.#at += escape.length;
  }

  #quantified(ways: number): number {
    const quantifier = this.#quantifier();
    if (!quantifier) return ways;
    const { least, most } = quantifier;
    if (most === undefined) {
      if (ways > 1) throw new BoundedPatternError('it repeats without end what itself repeats or has alternatives');
      return longestPatternText;
    }
    const counts = most - least + 1;
    if (ways === 1) return counts;
    return most > 30 ? Number.POSITIVE_INFINITY : ways ** most * counts;
  }

  /** How often what stands before is repeated; `most` is undefined for without end. */
  #quantifier(): { readonly least: number; readonly most: number | undefined } | undefined {
    const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.#source.slice(this.#at));
    if (!match) return undefined;
    this.#at += match[0].length;
    const [written, least = '0', range, most = ''] = match;
    if (written.startsWith('?')) return { least: 0, most: 1 };
    if (!written.startsWith('{')) return { least: 0, most: undefined };
    if (range === undefined) return { least: Number(least), most: Number(least) };
    return { least: Number(least), most: most === '' ? undefined : Number(most) };
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }
}
