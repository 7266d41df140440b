import type { Random } from '../random.ts';

/** A range of code points, both ends included. */
export type CodeRange = readonly [low: number, high: number];

/** What XML 1.0 allows in a document. */
const allOfXml: readonly CodeRange[] = [
  [0x9, 0xa],
  [0xd, 0xd],
  [0x20, 0xd7ff],
  [0xe000, 0xfffd],
  [0x10000, 0x10ffff],
];

/** A set of characters, never one that XML forbids. */
export class CharacterSet {
  /** In order, apart from each other. */
  readonly ranges: readonly CodeRange[];
  #favourites: readonly number[] | undefined;

  constructor(ranges: readonly CodeRange[]) {
    this.ranges = joined(ranges);
  }

  static readonly all: CharacterSet = new CharacterSet(allOfXml);

  has(code: number): boolean {
    let low = 0;
    let high = this.ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = this.ranges[middle];
      if (range === undefined) return false;
      if (code < range[0]) high = middle - 1;
      else if (code > range[1]) low = middle + 1;
      else return true;
    }
    return false;
  }

  with(other: CharacterSet): CharacterSet {
    return new CharacterSet([...this.ranges, ...other.ranges]);
  }

  without(other: CharacterSet): CharacterSet {
    return new CharacterSet(this.ranges.flatMap((range) => cut(range, other.ranges)));
  }

  /** All other characters of XML. */
  inverse(): CharacterSet {
    return CharacterSet.all.without(this);
  }

  /** One of its characters, one that a person can read if there is any; undefined when the set is empty. */
  pick(random: Random): string | undefined {
    this.#favourites ??= favourites(this);
    if (this.#favourites.length > 0) return String.fromCodePoint(random.pick(this.#favourites));
    if (this.ranges.length === 0) return undefined;
    const [low, high] = random.pick(this.ranges);
    return String.fromCodePoint(random.between(low, high));
  }
}

const tastes: readonly ((code: number) => boolean)[] = [
  (code) => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a),
  (code) => code >= 0x41 && code <= 0x5a,
  (code) => code > 0x20 && code < 0x7f,
  (code) => code > 0xa0 && code < 0x180 && code !== 0xad,
];

function favourites(set: CharacterSet): readonly number[] {
  const codes = Array.from({ length: 0x180 }, (_, code) => code).filter((code) => set.has(code));
  return tastes.map((taste) => codes.filter(taste)).find((some) => some.length > 0) ?? [];
}

function joined(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const result: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = result.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else if (low <= high) result.push([low, high]);
  }
  return result;
}

function cut(range: CodeRange, holes: readonly CodeRange[]): CodeRange[] {
  const pieces: CodeRange[] = [];
  let [low] = range;
  for (const [from, to] of holes) {
    if (to < low) continue;
    if (from > range[1]) break;
    if (from > low) pieces.push([low, from - 1]);
    low = to + 1;
  }
  if (low <= range[1]) pieces.push([low, range[1]]);
  return pieces;
}
