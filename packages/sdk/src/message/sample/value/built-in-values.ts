import type { SimpleType } from '../../schema-model/schema-model.ts';
import type { Random } from '../random.ts';
import { isInteger, isSpelledAs } from './lexical.ts';

/** Spellings of a value for the built-in type that a type goes back to, the best ones first; facets are not looked at but for ranges. */
export function builtInValues(type: SimpleType, random: Random): readonly string[] {
  const { builtIn } = type;
  if (isInteger(builtIn) || builtIn === 'decimal' || builtIn === 'float' || builtIn === 'double') return numbers(type, random);
  return makers[builtIn]?.(random, type) ?? [];
}

/** A version 4 UUID. */
export function uuid(random: Random): string {
  const hex = (count: number): string => Array.from({ length: count }, () => random.between(0, 15).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${random.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`;
}

const zones = ['', 'Z', '+01:00'];
const named = (random: Random): string[] => [`id-${uuid(random)}`, `id${random.between(100, 999)}`, random.pick([...'abcdefgh'])];

const makers: Readonly<Record<string, (random: Random, type: SimpleType) => readonly string[]>> = {
  boolean: (random) => (random.chance(50) ? ['true', 'false', '1', '0'] : ['false', 'true', '0', '1']),
  date: (random, type) => days(random, type).flatMap((day) => zones.map((zone) => day + zone)),
  dateTime: (random, type) =>
    days(random, type).flatMap((day) => {
      const [seconds, fraction] = clock(random);
      const local = /-(0[4-9])-/.test(day) ? '+02:00' : '+01:00';
      return [
        `${day}T${seconds}.${fraction}${local}`,
        `${day}T${seconds}.${fraction}Z`,
        ...zones.map((zone) => `${day}T${seconds}${zone}`),
      ];
    }),
  time: (random) => [clock(random)[0], ...zones.map((zone) => `${clock(random)[0]}${zone}`)],
  gYear: (random, type) => days(random, type).map((day) => day.slice(0, 4)),
  gYearMonth: (random, type) => days(random, type).map((day) => day.slice(0, 7)),
  gMonthDay: (random, type) => days(random, type).map((day) => `-${day.slice(4)}`),
  gMonth: (random, type) => days(random, type).map((day) => `-${day.slice(4, 7)}`),
  gDay: (random, type) => days(random, type).map((day) => `--${day.slice(7)}`),
  duration: (random) => [`P${random.between(1, 30)}D`, 'P1Y', 'P1M', 'PT1H', 'PT1S'],
  hexBinary: (random, type) => [binary(random, type).toString('hex').toUpperCase()],
  base64Binary: (random, type) => [binary(random, type).toString('base64')],
  anyURI: (random) => [`https://www.example.org/muster/${random.between(1, 999)}`, `urn:uuid:${uuid(random)}`, 'urn:muster', 'a'],
  language: () => ['de', 'de-DE'],
  Name: named,
  NCName: named,
  NMTOKEN: named,
  ID: named,
  IDREF: named,
  ENTITY: named,
  QName: named,
  NOTATION: named,
};

function days(random: Random, { builtIn, facets }: SimpleType): string[] {
  const day = `${random.between(2024, 2026)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
  const edges = [facets.minInclusive, facets.maxInclusive, facets.minExclusive, facets.maxExclusive].filter((edge) => edge !== undefined);
  const near = edges
    .filter((edge) => isSpelledAs(builtIn, edge))
    .flatMap((edge) => [edge.slice(0, 10), neighbour(edge, 1), neighbour(edge, -1)]);
  return [day, ...near];
}

function neighbour(edge: string, step: number): string {
  const date = new Date(`${edge.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return edge;
  date.setUTCDate(date.getUTCDate() + step);
  return date.toISOString().slice(0, 10);
}

/** A time of day in office hours, and milliseconds. */
function clock(random: Random): readonly [seconds: string, fraction: string] {
  const seconds = `${two(random.between(8, 17))}:${two(random.between(0, 59))}:${two(random.between(0, 59))}`;
  return [seconds, String(random.between(100, 999))];
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function binary(random: Random, { facets }: SimpleType): Buffer {
  const least = facets.length ?? facets.minLength ?? 0;
  const length = facets.length ?? Math.max(least, Math.min(12, facets.maxLength ?? 12));
  return Buffer.from(Array.from({ length }, () => random.between(0x61, 0x7a)));
}

function numbers({ builtIn, facets }: SimpleType, random: Random): string[] {
  const step = isInteger(builtIn) || facets.fractionDigits === 0 ? 1 : 10 ** -Math.min(facets.fractionDigits ?? 2, 2);
  const low = lowEdge(Number(facets.minInclusive ?? Number.NaN), Number(facets.minExclusive ?? Number.NaN) + step);
  const high = -lowEdge(-Number(facets.maxInclusive ?? Number.NaN), -Number(facets.maxExclusive ?? Number.NaN) + step);
  const from = Number.isFinite(low) ? low : Math.min(1, Number.isFinite(high) ? high : 1);
  const to = Math.max(from, Math.min(Number.isFinite(high) ? high : from + 99, from + 99));
  const spelled = (value: number): string => (step === 1 ? String(Math.round(value)) : value.toFixed(2));
  const some = from + Math.floor(random.next() * ((to - from) / step + 1)) * step;
  return [spelled(some), spelled(from), spelled(to), String(some), '1', '0', '-1'];
}

function lowEdge(inclusive: number, exclusive: number): number {
  return Number.isNaN(inclusive) ? exclusive : inclusive;
}
