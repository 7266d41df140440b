import type { DateRule, FieldRule, HouseNumberPart, HouseNumberRule, NumberRule } from '../mapping-file.ts';
import { booleanConversion } from './boolean.ts';
import { codesConversion } from './codes.ts';
import type { Making } from './converted.ts';
import { dateConversion, type DatePattern, datePattern } from './date.ts';
import { houseNumberValue, type HousePart } from './house-number.ts';
import { numberConversion } from './number.ts';
import { xsdDateConversion } from './partial-date.ts';
import { streetValue } from './street.ts';
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
  if (rule.houseNumber) return ofHouseNumber(rule.houseNumber, problem);
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

function ofHouseNumber(rule: HouseNumberRule, problem: (problem: ConversionProblem) => void): Making {
  const { in: spelling = 'houseNumber', part, of = ['number', 'suffix'] } = rule;
  const at: ConversionProblem['path'] = ['houseNumber', 'part'];
  if (part === 'street' || part === 'all') {
    if (spelling !== 'street') problem({ path: at, message: `\`part: ${part}\` goes with \`in: street\`` });
    if (rule.of) problem({ path: ['houseNumber', 'of'], message: `\`of\` does nothing beside \`part: ${part}\`` });
    return (text) => streetValue(text, part === 'street' ? 'street' : 'houseNumber');
  }
  if (!of.includes(part)) problem({ path: at, message: `\`${part}\` is not among the parts under \`of\`` });
  const nameOf = (name: HouseNumberPart): HousePart => (name === 'stroke' ? 'part' : name);
  const parts = of.map(nameOf);
  return (text) => {
    if (spelling === 'houseNumber') return houseNumberValue(text, nameOf(part), parts);
    const number = streetValue(text, 'houseNumber');
    const isFound = number !== undefined && 'value' in number && typeof number.value === 'string';
    return isFound ? houseNumberValue(number.value, nameOf(part), parts) : number;
  };
}

/** The date of one text; those of several elements have a rule of their own. */
function ofDate(rule: DateRule, problem: (problem: ConversionProblem) => void): Making {
  const to = outPattern(rule, problem);
  const partial = rule.partial ?? 'refuse';
  if (rule.in === 'xsd') return xsdDateConversion(to, partial);
  const from = rule.in === undefined || rule.in === 'teilbekannt' ? to : datePattern(rule.in);
  if (!from) problem({ path: ['date', 'in'], message: `\`in\` ${patternAdvice}, or \`xsd\` or \`teilbekannt\`` });
  return dateConversion(from ?? to, to, partial);
}

/** The pattern that a date is written in. */
export function outPattern(rule: DateRule, problem: (problem: ConversionProblem) => void): DatePattern {
  const to = datePattern(rule.out ?? isoPattern);
  if (!to) problem({ path: ['date', 'out'], message: `\`out\` ${patternAdvice}` });
  return to ?? { parts: [], separator: '' };
}

const isoPattern = 'yyyy-MM-dd';
const patternAdvice = 'is no date pattern; write one of dd, MM and yyyy each, such as dd.MM.yyyy';
