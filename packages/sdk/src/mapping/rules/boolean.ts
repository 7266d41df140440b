import type { BooleanRule } from '../mapping-file.ts';
import type { Conversion } from './converted.ts';
import { trimXml } from './trim-xml.ts';

/** The texts of a truth value into true and false; others are refused. */
export function booleanConversion(rule: BooleanRule): Conversion {
  const whenTrue = rule.true === undefined ? ['true', '1'] : [rule.true];
  const whenFalse = rule.false === undefined ? ['false', '0'] : [rule.false];
  return (text) => {
    const word = trimXml(text);
    if (whenTrue.includes(word)) return { value: true };
    if (whenFalse.includes(word)) return { value: false };
    return { code: 'AB_FIELD_FORMAT', message: 'is neither of the two texts of its `boolean` rule' };
  };
}
