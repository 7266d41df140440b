import type { DateRule, FieldRule, NumberRule } from '../mapping-file.ts';
import { booleanConversion } from './boolean.ts';
import { codesConversion } from './codes.ts';
import type { Making } from './converted.ts';
import { dateConversion, datePattern } from './date.ts';
import { numberConversion } from './number.ts';
import { textConversion } from './text.ts';

/** What a conversion cannot be made of: keys below the rule, and why. */
export interface ConversionProblem {
  readonly path: readonly [keyof FieldRule, string];
  readonly message: string;
}

/** The conversion of a rule; the text as it is where it has none. Tells `problem` what cannot be used. */
export function conversionOf(rule: FieldRule, problem: (problem: ConversionProblem) => void): Making {
  if (rule.date) return ofDate(rule.date, problem);
  if (rule.codes) return codesConversion(rule.codes);
  if (rule.boolean) return booleanConversion(rule.boolean);
  return rule.number ? ofNumber(rule.number, problem) : textConversion(rule.text ?? {});
}

function ofNumber(rule: NumberRule, problem: (problem: ConversionProblem) => void): Making {
  const { as = 'text', digits, decimals } = rule;
  if (digits !== undefined && as !== 'text') problem({ path: ['number', 'digits'], message: '`digits` goes with `as: text`' });
  if (decimals === undefined) return numberConversion(rule);
  const at: ConversionProblem['path'] = ['number', 'decimals'];
  if (digits !== undefined) problem({ path: at, message: '`digits` is for whole numbers, which have no `decimals`' });
  if (as === 'number') problem({ path: at, message: '`decimals` does nothing beside `as: number`' });
  return numberConversion(rule);
}

function ofDate(rule: DateRule, problem: (problem: ConversionProblem) => void): Making {
  const from = datePattern(rule.in);
  const to = datePattern(rule.out ?? 'yyyy-MM-dd');
  const advice = 'is no date pattern; write one of dd, MM and yyyy each, such as dd.MM.yyyy';
  if (!from) problem({ path: ['date', 'in'], message: `\`in\` ${advice}` });
  if (!to) problem({ path: ['date', 'out'], message: `\`out\` ${advice}` });
  return from && to ? dateConversion(from, to, rule.partial ?? 'refuse') : textConversion({});
}
