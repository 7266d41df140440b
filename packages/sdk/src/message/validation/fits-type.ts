import type { SimpleType } from '../schema-model/schema-model.ts';

const ncName = /^[\p{L}_][\p{L}\p{M}\p{Nd}\-._·]*$/u;
const wholeNumber = /^[+-]?\d+$/;

const lexical: Readonly<Record<string, RegExp>> = {
  boolean: /^(?:true|false|0|1)$/,
  decimal: /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/,
  float: /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NaN)$/,
  duration: /^-?P[\dYMDTHS.]+$/,
  date: /^-?[\dT:.Z+-]+$/,
  hexBinary: /^(?:[0-9a-fA-F]{2})*$/,
  base64Binary: /^[A-Za-z0-9+/= ]*$/,
  language: /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/,
  NMTOKEN: /^[\p{L}\p{M}\p{Nd}\-._:·]+$/u,
  Name: /^[\p{L}_:][\p{L}\p{M}\p{Nd}\-._:·]*$/u,
  NCName: ncName,
  ID: ncName,
  IDREF: ncName,
  ENTITY: ncName,
  QName: /^(?:[^\s:]+:)?[^\s:]+$/,
};

const dates = new Set(['dateTime', 'time', 'date', 'gYearMonth', 'gYear', 'gMonthDay', 'gDay', 'gMonth']);
const texts = new Set(['anySimpleType', 'string', 'normalizedString', 'token', 'anyURI', 'NOTATION']);

/**
 * Whether a collapsed text is of a type, as far as needed to tell the members of a union apart: its built-in form, enumeration,
 * length and patterns; bounds of numbers and dates are not looked at.
 */
export function fitsType(type: SimpleType, text: string): boolean {
  if (type.variety === 'union') return holdsFacets(type, text) && (type.memberTypes ?? []).some((member) => fitsType(member, text));
  const { itemType } = type;
  if (type.variety === 'list')
    return holdsFacets(type, text) && text.split(' ').every((word) => itemType === undefined || fitsType(itemType, word));
  return fitsBuiltIn(type.builtIn, text) && holdsFacets(type, text);
}

function fitsBuiltIn(name: string, text: string): boolean {
  if (texts.has(name)) return true;
  if (dates.has(name)) return lexical['date']?.test(text) ?? false;
  return (lexical[name === 'double' ? 'float' : name] ?? wholeNumber).test(text);
}

function holdsFacets({ facets, variety }: SimpleType, text: string): boolean {
  if (facets.enumeration && !facets.enumeration.includes(text)) return false;
  const size = variety === 'list' ? text.split(' ').length : [...text].length;
  if (facets.length !== undefined && size !== facets.length) return false;
  if (size < (facets.minLength ?? 0) || size > (facets.maxLength ?? Number.POSITIVE_INFINITY)) return false;
  return facets.patterns.every((step) => step.some((pattern) => matches(pattern, text)));
}

/** A pattern of XML Schema as far as JavaScript reads it alike; what it cannot read is taken as matched. */
function matches(pattern: string, text: string): boolean {
  try {
    const source = pattern
      .replaceAll(String.raw`\i`, String.raw`[\p{L}_:]`)
      .replaceAll(String.raw`\c`, String.raw`[\p{L}\p{M}\p{Nd}\-._:·]`);
    return new RegExp(`^(?:${source})$`, 'u').test(text);
  } catch {
    return true;
  }
}
