import type { NumberRule } from '../mapping-file.ts';
import type { Conversion } from './converted.ts';
import { trimXml } from './trim-xml.ts';

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** A decimal number, kept in its lexical form; as a number only where that loses nothing but zeros at the ends. */
export function numberConversion(rule: NumberRule): Conversion {
  const { as = 'text' } = rule;
  return (text) => {
    const lexical = trimXml(text);
    if (!decimal.test(lexical)) return { code: 'AB_FIELD_FORMAT', message: 'is not a decimal number' };
    if (as === 'text') return { value: lexical };
    if (as === 'comma') return { value: lexical.replace('.', ',') };
    const value = Number(lexical);
    if (canonicalDecimal(lexical) === canonicalDecimal(plainDecimal(value))) return { value: value === 0 ? 0 : value };
    return { code: 'AB_FIELD_FORMAT', message: 'is not exact as a number; use `number: { as: text }`' };
  };
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
