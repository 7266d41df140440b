import { type CharacterSet, firstOutsideSet, isInCharacterSet } from './character-set.ts';
import { plainShape, ruleFor } from './transliteration-rules.ts';

/** A text for a target with an older character set, and everything that was changed in it. Part of a citizen's data: never log it. */
export interface Transliterated {
  /** In Unicode NFC. Inside the set, unless something was impossible: such characters stay as they are. */
  readonly text: string;
  /** By character and replacement, in the order of their first place. */
  readonly replacements: readonly Replacement[];
  /** Code points without a rule, each once. Then the text must not be written: a person decides. */
  readonly impossible: readonly number[];
}

export interface Replacement {
  readonly codePoint: number;
  /** Empty for marks that were left out, and for signs without a shape. */
  readonly with: string;
  readonly count: number;
}

/** A character with the marks that follow it, and what stands on both sides. */
interface Cluster {
  readonly base: string;
  readonly marks: readonly string[];
  readonly before: string;
  readonly after: string;
}

interface Change {
  readonly from: string;
  readonly to: string;
}

/** Characters with their marks, apart from plain ones without marks, which every set has. */
const clusters = /[^\p{M}\t\n\r -~]\p{M}*|[\t\n\r -~]?\p{M}+/gu;

/**
 * Writes a text with the characters of a set. What the set has stays as it is, ß and umlauts among them. Letters lose marks that the set
 * does not have (`ž` to `z`, `ǖ` to `ü`); other Latin letters follow ICAO 9303, Cyrillic ISO 9 and Greek ISO 843, as civil registries
 * write names; typographic signs become plain ones. Nothing is dropped without a record; what has no rule is `impossible`.
 */
export function transliterate(original: string, set: CharacterSet): Transliterated {
  const composed = original.normalize('NFC');
  if (!firstOutsideSet(composed, set)) return { text: composed, replacements: [], impossible: [] };
  const changes: Change[] = [];
  const impossible = new Set<number>();
  const pieces: string[] = [];
  let end = 0;
  for (const { 0: whole, index } of composed.matchAll(clusters)) {
    pieces.push(composed.slice(end, index));
    end = index + whole.length;
    const cluster = clusterOf(whole, { before: composed.charAt(index - 1), after: composed.charAt(end) });
    const written = cluster && writeCluster(cluster, set);
    pieces.push(written ?? whole);
    if (cluster && written !== undefined) changes.push(...changesOf(cluster, written));
    else for (const codePoint of outside(whole, set)) impossible.add(codePoint);
  }
  const text = (pieces.join('') + composed.slice(end)).normalize('NFC');
  return { text, replacements: counted(changes), impossible: [...impossible] };
}

/** Undefined for marks that follow no character. */
function clusterOf(whole: string, around: Pick<Cluster, 'before' | 'after'>): Cluster | undefined {
  const [base = '', ...marks] = whole;
  return /^\p{M}/u.test(base) ? undefined : { base, marks, ...around };
}

/** A cluster in the characters of the set; undefined where no rule leads there. */
function writeCluster(cluster: Cluster, set: CharacterSet): string | undefined {
  const { base, marks } = cluster;
  const kept = nearest(base, marks, set);
  if (kept !== undefined) return kept;
  const rule = ruleInContext(cluster);
  if (rule !== undefined) return writeRule(rule, marks, set);
  const [letter = '', ...ownMarks] = base.normalize('NFD');
  if (ownMarks.length === 0 || !isLetter(letter)) return undefined;
  return writeCluster({ ...cluster, base: letter, marks: [...ownMarks, ...marks] }, set);
}

/** What a rule gives is written in its turn; marks go with a single letter only. */
function writeRule(rule: string, marks: readonly string[], set: CharacterSet): string | undefined {
  const [first = '', ...others] = rule.normalize('NFD');
  if (others.every((mark) => /\p{M}/u.test(mark)))
    return nearest(first, [...others, ...marks], set) ?? (rule === '' && marks.length === 0 ? '' : undefined);
  return firstOutsideSet(rule, set) ? undefined : rule;
}

/** The letter with as many of its marks as the set has; characters other than letters keep their marks or have none. */
function nearest(base: string, marks: readonly string[], set: CharacterSet): string | undefined {
  const candidates = isLetter(base) ? [marks.join(''), ...marks, ''] : [marks.join('')];
  return candidates.map((some) => (base + some).normalize('NFC')).find((text) => text !== '' && !firstOutsideSet(text, set));
}

const diphthong = /[αεηο]/i;

/** Greek υ is u after another vowel; two letters for a capital are capitals among capitals. */
function ruleInContext({ base, before, after }: Cluster): string | undefined {
  const rule = ruleFor(base) ?? plainShape(base);
  if (rule === undefined) return undefined;
  const vowel = /[υΥ]/.test(base) && diphthong.test(before) ? capitalLike(base, 'u') : rule;
  return isAmongCapitals(base, before, after) ? vowel.toUpperCase() : vowel;
}

function capitalLike(pattern: string, letter: string): string {
  return pattern === pattern.toLowerCase() ? letter : letter.toUpperCase();
}

function isAmongCapitals(base: string, before: string, after: string): boolean {
  return /\p{Lu}/u.test(base) && !/\p{Ll}/u.test(after) && /\p{Lu}/u.test(before + after);
}

function isLetter(character: string): boolean {
  return /^\p{L}$/u.test(character);
}

function changesOf({ base, marks }: Cluster, written: string): Change[] {
  if (written === base + marks.join('')) return [];
  const leftOut = marks.map((mark) => ({ from: mark, to: '' }));
  return written === base ? leftOut : [{ from: base, to: written }, ...leftOut];
}

function outside(text: string, set: CharacterSet): number[] {
  return [...text].map((character) => character.codePointAt(0) ?? 0).filter((codePoint) => !isInCharacterSet(codePoint, set));
}

function counted(changes: readonly Change[]): Replacement[] {
  const counts = new Map<string, Replacement>();
  for (const { from, to } of changes) {
    const codePoint = from.codePointAt(0) ?? 0;
    const key = `${codePoint} ${to}`;
    counts.set(key, { codePoint, with: to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
