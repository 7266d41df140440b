import type { NumberRule } from '../mapping-file.ts';
import type { Conversion, Converted } from './converted.ts';
import { trimXml } from './trim-xml.ts';

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** A decimal number, kept in its lexical form; as a number only where that loses nothing but zeros at the ends. */
export function numberConversion(rule: NumberRule): Conversion {
  const { as = 'text', digits, decimals } = rule;
  return (text) => {
    const lexical = trimXml(text);
    if (!decimal.test(lexical)) return { code: 'AB_FIELD_FORMAT', message: 'is not a decimal number' };
    if (as === 'number') return exactNumber(lexical);
    if (digits !== undefined) return padded(lexical, digits);
    const written = decimals === undefined ? lexical : withDecimals(lexical, decimals);
    if (written === undefined) return { code: 'AB_FIELD_FORMAT', message: `has more than ${decimals ?? 0} decimals` };
    return { value: as === 'comma' ? written.replace('.', ',') : written };
  };
}

function exactNumber(lexical: string): Converted {
  const value = Number(lexical);
  if (canonicalDecimal(lexical) === canonicalDecimal(plainDecimal(value))) return { value: value === 0 ? 0 : value };
  return { code: 'AB_FIELD_FORMAT', message: 'is not exact as a number; use `number: { as: text }`' };
}

/** A whole number without sign, zeros in front. */
function padded(lexical: string, digits: number): Converted {
  if (!/^\d+$/.test(lexical)) return { code: 'AB_FIELD_FORMAT', message: 'is not a whole number without sign' };
  const bare = lexical.replace(/^0+(?=\d)/, '');
  if (bare.length > digits) return { code: 'AB_FIELD_TOO_LONG', message: `has more than ${digits} digits` };
  return { value: bare.padStart(digits, '0') };
}

/** With exactly so many decimals; undefined when that would take some away that are not zero. */
function withDecimals(lexical: string, decimals: number): string | undefined {
  const [whole = '', fraction = ''] = lexical.split('.');
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > decimals) return undefined;
  const filled = /\d/.test(whole) ? whole : `${whole}0`;
  return decimals === 0 ? filled : `${filled}.${kept.padEnd(decimals, '0')}`;
}

/** Without sign `+`, and without zeros that carry nothing. */
function canonicalDecimal(lexical: string): string {
  const negative = lexical.startsWith('-');
  const [whole = '', fraction = ''] = lexical.replace(/^[+-]/, '').split('.');
  const digits = `${whole.replace(/^0+/, '')}.${fraction.replace(/0+$/, '')}`;
  return negative && digits !== '.' ? `-${digits}` : digits;
}

/** A number without exponent, or nothing a decimal equals. */
function plainDecimal(value: number): string {
  const text = String(value);
  return /e|Infinity/.test(text) ? 'none' : text;
}
