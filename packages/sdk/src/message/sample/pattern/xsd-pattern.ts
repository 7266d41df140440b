import type { Random } from '../random.ts';
import { type PatternNode, parsePattern } from './parse-pattern.ts';

/** A regular expression of XML Schema: it matches whole texts, and can make some. */
export interface XsdPattern {
  /** Whether the whole text matches. Takes time in proportion to the text, whatever the pattern is like. */
  matches(text: string): boolean;
  /** A text that matches, of about this many characters (the pattern decides); undefined when there is none. */
  sample(random: Random, length: number): string | undefined;
  /** Characters of the shortest and the longest text (Infinity for any). */
  readonly shortest: number;
  readonly longest: number;
}

const compiledBefore = new Map<string, XsdPattern>();

/** Compiles the value of an `xs:pattern`, once. Throws `PatternSyntaxError` for what XML Schema 1.0 does not know. */
export function compilePattern(pattern: string): XsdPattern {
  const compiled = compiledBefore.get(pattern) ?? compiledFrom(parsePattern(pattern));
  compiledBefore.set(pattern, compiled);
  return compiled;
}

function compiledFrom(node: PatternNode): XsdPattern {
  const extents = new Map<PatternNode, Extent>();
  const { min, max } = extentOf(node, extents);
  return {
    matches: (text) => {
      const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
      return ends(node, codes, new Set([0])).has(codes.length);
    },
    sample: (random, length) => textOf(node, { random, extents }, length),
    shortest: min,
    longest: max,
  };
}

/** The places where a node can end that starts at one of these places. */
function ends(node: PatternNode, codes: readonly number[], starts: ReadonlySet<number>): ReadonlySet<number> {
  switch (node.kind) {
    case 'set':
      return new Set([...starts].filter((at) => at < codes.length && node.set.has(codes[at] ?? 0)).map((at) => at + 1));
    case 'sequence':
      return node.parts.reduce((at, part) => (at.size === 0 ? at : ends(part, codes, at)), starts);
    case 'choice':
      return new Set(node.branches.flatMap((branch) => [...ends(branch, codes, starts)]));
    case 'repeat':
      return endsOfRepeat(node, codes, starts);
  }
}

function endsOfRepeat(
  { part, min, max }: Extract<PatternNode, { kind: 'repeat' }>,
  codes: readonly number[],
  starts: ReadonlySet<number>,
): ReadonlySet<number> {
  let now = starts;
  for (let times = 0; times < min && now.size > 0; times++) {
    const next = ends(part, codes, now);
    if (sameSet(next, now)) break;
    now = next;
  }
  const reached = new Set(now);
  for (let times = min; times < max && now.size > 0; times++) {
    now = new Set([...ends(part, codes, now)].filter((at) => !reached.has(at)));
    for (const at of now) reached.add(at);
  }
  return reached;
}

function sameSet(left: ReadonlySet<number>, right: ReadonlySet<number>): boolean {
  return left.size === right.size && left.isSubsetOf(right);
}

/** How many characters a node can take. */
interface Extent {
  readonly min: number;
  readonly max: number;
}

function extentOf(node: PatternNode, extents: Map<PatternNode, Extent>): Extent {
  const known = extents.get(node);
  if (known !== undefined) return known;
  const extent = newExtent(node, extents);
  extents.set(node, extent);
  return extent;
}

function newExtent(node: PatternNode, extents: Map<PatternNode, Extent>): Extent {
  switch (node.kind) {
    case 'set':
      return node.set.ranges.length === 0 ? { min: Infinity, max: -Infinity } : { min: 1, max: 1 };
    case 'sequence': {
      const parts = node.parts.map((part) => extentOf(part, extents));
      return { min: sum(parts.map(({ min }) => min)), max: sum(parts.map(({ max }) => max)) };
    }
    case 'choice': {
      const branches = node.branches.map((branch) => extentOf(branch, extents));
      return { min: Math.min(...branches.map(({ min }) => min)), max: Math.max(...branches.map(({ max }) => max)) };
    }
    case 'repeat': {
      const part = extentOf(node.part, extents);
      return { min: lengthOf(part.min, node.min), max: lengthOf(part.max, node.max) };
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function lengthOf(length: number, count: number): number {
  return length === 0 || count === 0 ? 0 : length * count;
}

interface Making {
  readonly random: Random;
  readonly extents: Map<PatternNode, Extent>;
}

/** A text of a node with the number of characters nearest to the one asked for. */
function textOf(node: PatternNode, making: Making, length: number): string | undefined {
  switch (node.kind) {
    case 'set':
      return node.set.pick(making.random);
    case 'sequence':
      return joined(node.parts, making, length);
    case 'choice':
      return branchText(node.branches, making, length);
    case 'repeat':
      return joined(repeated(node, making, length), making, length);
  }
}

function branchText(branches: readonly PatternNode[], making: Making, length: number): string | undefined {
  const possible = branches.filter((branch) => Number.isFinite(extentOf(branch, making.extents).min));
  if (possible.length === 0) return undefined;
  const distances = possible.map((branch) => distance(extentOf(branch, making.extents), length));
  const least = Math.min(...distances);
  return textOf(making.random.pick(possible.filter((_, index) => distances[index] === least)), making, length);
}

function distance({ min, max }: Extent, length: number): number {
  return length < min ? min - length : Math.max(0, length - max);
}

function repeated(node: Extract<PatternNode, { kind: 'repeat' }>, making: Making, length: number): PatternNode[] {
  const { min, max } = extentOf(node.part, making.extents);
  if (!Number.isFinite(min)) return Array.from({ length: node.min }, () => node.part);
  const fewest = Math.max(node.min, Math.ceil(length / Math.max(1, max)));
  const most = Math.min(node.max, Math.floor(length / Math.max(1, min)));
  const count = Math.min(node.max, most < fewest ? fewest : making.random.between(fewest, most));
  return Array.from({ length: Math.max(node.min, count) }, () => node.part);
}

/** Parts one behind the other: each takes its least, and what is left of the length is dealt out by chance. */
function joined(parts: readonly PatternNode[], making: Making, length: number): string | undefined {
  const extents = parts.map((part) => extentOf(part, making.extents));
  let left = length - sum(extents.map(({ min }) => min));
  const lengths = extents.map(({ min }) => min);
  for (const index of shuffled(parts.length, making.random)) {
    const { min, max } = extents[index] ?? { min: 0, max: 0 };
    const more = Math.max(0, Math.min(left, max - min));
    const share = isLastElastic(extents, index) ? more : making.random.between(0, more);
    lengths[index] = min + share;
    left -= share;
  }
  deal(lengths, extents, left);
  let text = '';
  for (const [index, part] of parts.entries()) {
    const piece = textOf(part, making, lengths[index] ?? 0);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

/** Whether this is the only part that can stretch, so that it takes all. */
function isLastElastic(extents: readonly Extent[], index: number): boolean {
  return extents.every(({ min, max }, other) => other === index || min === max);
}

function deal(lengths: number[], extents: readonly Extent[], rest: number): void {
  let left = rest;
  for (const [index, { max }] of extents.entries()) {
    if (left <= 0) return;
    const more = Math.min(left, max - (lengths[index] ?? 0));
    lengths[index] = (lengths[index] ?? 0) + more;
    left -= more;
  }
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = random.between(0, index);
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}
