import type { Facets, SimpleType } from '../../schema-model/schema-model.ts';
import { PatternSyntaxError } from '../pattern/parse-pattern.ts';
import { compilePattern } from '../pattern/xsd-pattern.ts';
import { isInteger, isSpelledAs } from './lexical.ts';

/** Whether a text is a value of a type, written in the spelling that is left when whitespace is treated as the type says. */
export function fitsType(type: SimpleType, text: string): boolean {
  const { facets } = type;
  if (normalised(facets.whiteSpace, text) !== text || !matchesPatterns(facets, text)) return false;
  if (facets.enumeration !== undefined && !isListed(type, text)) return false;
  return fitsVariety(type, text);
}

function fitsVariety(type: SimpleType, text: string): boolean {
  if (type.variety === 'union') return type.memberTypes?.some((member) => fitsType(member, text)) ?? true;
  if (type.variety === 'list') return fitsList(type, text === '' ? [] : text.split(' '));
  return isSpelledAs(type.builtIn, text) && hasLength(type.facets, lengthOf(type.builtIn, text)) && isInRange(type, text);
}

function fitsList({ facets, itemType }: SimpleType, items: readonly string[]): boolean {
  return hasLength(facets, items.length) && items.every((item) => itemType === undefined || fitsType(itemType, item));
}

/** Whether a text matches one pattern of every step. A pattern that cannot be read is matched by nothing. */
function matchesPatterns(facets: Facets, text: string): boolean {
  return facets.patterns.every((step) => step.some((pattern) => matches(pattern, text)));
}

/** The members of an enumeration that also hold all other facets. */
function isListed({ facets }: SimpleType, text: string): boolean {
  return facets.enumeration?.some((entry) => normalised(facets.whiteSpace, entry) === text) ?? false;
}

/** A text after the treatment of whitespace that a type asks for. */
function normalised(whiteSpace: Facets['whiteSpace'], text: string): string {
  if (whiteSpace === undefined || whiteSpace === 'preserve') return text;
  const replaced = text.replace(/[\t\n\r]/g, ' ');
  return whiteSpace === 'replace' ? replaced : replaced.replace(/ +/g, ' ').replace(/^ | $/g, '');
}

function matches(pattern: string, text: string): boolean {
  try {
    return compilePattern(pattern).matches(text);
  } catch (error) {
    if (error instanceof PatternSyntaxError) return false;
    throw error;
  }
}

function hasLength({ length, minLength = 0, maxLength = Infinity }: Facets, actual: number): boolean {
  return (length === undefined || actual === length) && actual >= minLength && actual <= maxLength;
}

/** Length in the unit that facets count in: bytes of binary data, else characters. */
function lengthOf(builtIn: string, text: string): number {
  if (builtIn === 'hexBinary') return text.length / 2;
  if (builtIn === 'base64Binary') return Buffer.byteLength(text, 'base64');
  return [...text].length;
}

function isInRange({ builtIn, facets }: SimpleType, text: string): boolean {
  const value = orderOf(builtIn, text);
  if (value === undefined) return true;
  const bound = (edge: string | undefined): number => (edge === undefined ? Number.NaN : (orderOf(builtIn, edge) ?? Number.NaN));
  return (
    !(value < bound(facets.minInclusive)) &&
    !(value > bound(facets.maxInclusive)) &&
    !(value <= bound(facets.minExclusive)) &&
    !(value >= bound(facets.maxExclusive)) &&
    hasDigits(facets, text)
  );
}

/** A number that orders values of a type; undefined where the type has no order that we need. */
function orderOf(builtIn: string, text: string): number | undefined {
  if (builtIn === 'decimal' || builtIn === 'float' || builtIn === 'double' || isInteger(builtIn)) return Number(text);
  const order = datePattern[builtIn]?.(text);
  return order === undefined ? undefined : Date.parse(order);
}

const datePattern: Readonly<Record<string, (text: string) => string>> = {
  date: (text) => text.replace(/^(.*-\d\d)(Z|[+-]\d\d:\d\d)?$/, (_, date: string, zone = 'Z') => `${date}T00:00:00${String(zone)}`),
  dateTime: (text) => (/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`),
  gYear: (text) => `${text.slice(0, 4)}-01-01T00:00:00Z`,
  gYearMonth: (text) => `${text.slice(0, 7)}-01T00:00:00Z`,
  time: (text) => `2000-01-01T${/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`}`,
};

function hasDigits({ totalDigits = Infinity, fractionDigits = Infinity }: Facets, text: string): boolean {
  const [before = '', after = ''] = text.replace(/^[+-]/, '').split('.');
  const fraction = after.replace(/0+$/, '');
  return fraction.length <= fractionDigits && before.replace(/^0+/, '').length + fraction.length <= totalDigits;
}
