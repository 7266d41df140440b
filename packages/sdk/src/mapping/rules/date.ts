import type { DateRule } from '../mapping-file.ts';
import type { Conversion } from './converted.ts';
import { trimXml } from './trim-xml.ts';

/** A calendar date whose day, or month and day, may be unknown: 0 where sent as zeros, undefined where left out. */
export interface PartialDate {
  readonly year: number;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

/** A date pattern taken apart: its parts in order, and what stands between them. */
export interface DatePattern {
  readonly parts: readonly DatePart[];
  readonly separator: string;
}

type DatePart = 'dd' | 'MM' | 'yyyy';

/** Takes a pattern such as `ddMMyyyy` or `dd.MM.yyyy` apart; undefined when it is none. */
export function datePattern(pattern: string): DatePattern | undefined {
  const match = /^(dd|MM|yyyy)([^\p{L}\p{N}]?)(dd|MM|yyyy)\2(dd|MM|yyyy)$/u.exec(pattern);
  if (!match) return undefined;
  const parts = [match[1], match[3], match[4]] as DatePart[];
  return new Set(parts).size === 3 ? { parts, separator: match[2] ?? '' } : undefined;
}

/** A date of one pattern into another; what is not a date of the calendar is refused. */
export function dateConversion(from: DatePattern, to: DatePattern, partial: NonNullable<DateRule['partial']>): Conversion {
  return (text) => {
    const date = parseDate(trimXml(text), from);
    if (!date) return { code: 'AB_FIELD_FORMAT', message: 'is not a date of the pattern of its `date` rule' };
    if (!date.day && partial === 'refuse') {
      return {
        code: 'AB_FIELD_FORMAT',
        message: 'is a date with unknown parts; use `partial: keep` if the target takes them',
      };
    }
    return { value: formatDate(date, to) };
  };
}

/**
 * Reads a date. Unknown parts are zeros (`00001965`), or are left out where the pattern has a separator (`1965`,
 * `1965-10`). Undefined when it is no date of the calendar.
 */
export function parseDate(text: string, pattern: DatePattern): PartialDate | undefined {
  const numbers = readParts(text, pattern);
  if (!numbers) return undefined;
  const { yyyy: year = 0, MM: month, dd: day } = numbers;
  const date = { year, month, day };
  return isCalendarDate(date) ? date : undefined;
}

/** Whether the calendar has this date, as far as it is known. A day without a month is none. */
export function isCalendarDate({ year, month, day }: PartialDate): boolean {
  if (year === 0 || (month ?? 0) > 12 || (!month && day)) return false;
  return !month || !day || day <= daysIn(year, month);
}

/** Writes a date. Unknown parts stay as they came: zeros, or left out with their separator where the pattern has one. */
export function formatDate(date: PartialDate, pattern: DatePattern): string {
  const numbers = { dd: date.day, MM: date.month, yyyy: date.year };
  const known = pattern.separator === '' ? pattern.parts : pattern.parts.filter((part) => numbers[part] !== undefined);
  return known.map((part) => String(numbers[part] ?? 0).padStart(part.length, '0')).join(pattern.separator);
}

function readParts(text: string, pattern: DatePattern): Partial<Record<DatePart, number>> | undefined {
  const full = matchParts(text, pattern.parts, pattern.separator);
  if (full || pattern.separator === '') return full;
  const withoutDay = pattern.parts.filter((part) => part !== 'dd');
  return matchParts(text, withoutDay, pattern.separator) ?? matchParts(text, ['yyyy'], pattern.separator);
}

function matchParts(text: string, parts: readonly DatePart[], separator: string): Partial<Record<DatePart, number>> | undefined {
  const numbers: Partial<Record<DatePart, number>> = {};
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (index > 0 && separator !== '') {
      if (text[at] !== separator) return undefined;
      at += separator.length;
    }
    const digits = text.slice(at, at + part.length);
    if (digits.length !== part.length || !/^\d+$/.test(digits)) return undefined;
    numbers[part] = Number(digits);
    at += part.length;
  }
  return at === text.length ? numbers : undefined;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
