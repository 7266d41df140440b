import type { CodesRule } from '../mapping-file.ts';
import type { Conversion } from './converted.ts';
import { trimXml } from './trim-xml.ts';

/** A code into the word that stands for it. Nothing is passed through. */
export function codesConversion(rule: CodesRule): Conversion {
  const values = new Map(Object.entries(rule.values));
  return (text) => {
    const value = values.get(trimXml(text));
    return value === undefined ? { code: 'AB_CODE_UNKNOWN', message: 'has a code without an entry in `codes.values`' } : { value };
  };
}
