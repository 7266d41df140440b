import type { SimpleType } from '../../schema-model/schema-model.ts';
import { PatternSyntaxError } from '../pattern/parse-pattern.ts';
import { compilePattern, type XsdPattern } from '../pattern/xsd-pattern.ts';
import type { Random } from '../random.ts';
import { builtInValues, uuid } from './built-in-values.ts';
import { fitsType } from './fits-type.ts';
import { anyTexts, type Names, plausibleTexts } from './plausible.ts';

/** Patterns are tried so many times each before a value is given up. */
const tries = 40;

/**
 * A value of a type for an element or attribute of this name: plausible if the facets allow it, else any that they allow.
 * Undefined if none was found, such as for facets that contradict each other.
 */
export function sampleValue(type: SimpleType, names: Names, random: Random): string | undefined {
  if (type.facets.enumeration !== undefined) return listed(type, random);
  for (const candidate of candidates(type, names, random)) {
    if (fitsType(type, candidate)) return candidate;
  }
  return undefined;
}

function listed(type: SimpleType, random: Random): string | undefined {
  const fitting = type.facets.enumeration?.filter((entry) => fitsType(type, entry)) ?? [];
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

function* candidates(type: SimpleType, names: Names, random: Random): Generator<string> {
  if (type.variety === 'union') yield* membersOf(type, names, random);
  else if (type.variety === 'list') yield* listsOf(type, names, random);
  else yield* atomic(type, names, random);
  for (const pattern of patternsOf(type)) yield* madeFrom(pattern, type, random);
}

function* membersOf({ memberTypes = [] }: SimpleType, names: Names, random: Random): Generator<string> {
  for (const member of memberTypes) {
    const value = sampleValue(member, names, random);
    if (value !== undefined) yield value;
  }
}

function* listsOf({ itemType, facets }: SimpleType, names: Names, random: Random): Generator<string> {
  if (itemType === undefined) return;
  const count = facets.length ?? Math.max(1, facets.minLength ?? 1);
  const items = Array.from({ length: count }, () => sampleValue(itemType, names, random));
  if (!items.includes(undefined)) yield items.join(' ');
}

function* atomic(type: SimpleType, names: Names, random: Random): Generator<string> {
  const isText = textTypes.has(type.builtIn);
  if (isText || hasNames.has(type.builtIn)) {
    if (/uuid/i.test(names.name)) yield uuid(random);
    yield* plausibleTexts(names, random);
  }
  yield* builtInValues(type, random);
  if (isText) yield* textsOf(type, random);
}

/** Types besides texts whose values names tell something of. */
const hasNames: ReadonlySet<string> = new Set(['anyURI', 'NMTOKEN', 'boolean', 'date', 'gYear']);

const textTypes: ReadonlySet<string> = new Set(['string', 'normalizedString', 'token', 'anySimpleType']);

function* textsOf({ facets }: SimpleType, random: Random): Generator<string> {
  const first = random.between(0, 2);
  yield* [...anyTexts.slice(first), ...anyTexts.slice(0, first)];
  const least = facets.length ?? facets.minLength ?? 1;
  const most = Math.min(facets.length ?? facets.maxLength ?? least, 100_000);
  const long = 'Beispiel'.repeat(Math.ceil(Math.max(least, 1) / 8));
  yield long.slice(0, least);
  yield long.slice(0, most);
  yield '';
}

/** The patterns a value can be made from: each step alone, the last (narrowest) first. */
function patternsOf({ facets }: SimpleType): readonly XsdPattern[] {
  return facets.patterns.toReversed().flatMap((step) =>
    step.flatMap((pattern) => {
      try {
        return [compilePattern(pattern)];
      } catch (error) {
        if (error instanceof PatternSyntaxError) return [];
        throw error;
      }
    }),
  );
}

function* madeFrom(pattern: XsdPattern, { facets }: SimpleType, random: Random): Generator<string> {
  const least = Math.max(pattern.shortest, facets.length ?? facets.minLength ?? 0);
  const most = Math.min(pattern.longest, facets.length ?? facets.maxLength ?? Infinity, least + 12);
  if (!Number.isFinite(least) || most < least) return;
  const starts = random.between(least, most);
  for (let attempt = 0; attempt < tries; attempt++) {
    const text = pattern.sample(random, attempt === 0 ? Math.max(starts, 1) : random.between(least, most));
    if (text !== undefined) yield text;
  }
}
