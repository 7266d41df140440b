import type { DateRule } from '../mapping-file.ts';
import type { Conversion, Converted } from './converted.ts';
import { type DatePattern, formatDate, isCalendarDate, type PartialDate } from './date.ts';
import { trimXml } from './trim-xml.ts';

/** What a message says of a date. `unknown`: it says that the date is unknown. The message of `refused` holds no value. */
export type DateReading =
  | { readonly kind: 'date'; readonly date: PartialDate }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly message: string };

/** A date in three texts, as FIM fields send it. */
export interface DateParts {
  /** Four digits. */
  readonly year?: string | undefined;
  /** One or two digits; blank, left out or zero when unknown. */
  readonly month?: string | undefined;
  readonly day?: string | undefined;
}

type PartialPolicy = NonNullable<DateRule['partial']>;

/** `xs:date`, `xs:dateTime`, `xs:gYearMonth` or `xs:gYear`: the zone may follow. */
const xsdDate =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?)?)?)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/;
/** Children of the types for dates that may be known in part, and the parts they hold; a wrapper may hold any. */
const knownParts: Readonly<Record<string, readonly number[]>> = {
  jahrMonatTag: [3],
  jahrMonat: [2],
  jahr: [1],
  datum: [3],
  teilbekanntesDatum: [1, 2, 3],
};

/**
 * Reads a date as XML Schema writes it, whole or in part, or a point of time: `2021-10-04+02:00`, `2021-10`,
 * `2021-10-04T23:30:00Z`. The day is the one that is written; the zone says where that day was, and is dropped.
 */
export function readXsdDate(text: string): DateReading {
  return calendarDate(xsdDate.exec(trimXml(text)), 'is not a date of XML Schema');
}

/** Reads the three fields of FIM. What is missing stays unknown; a day without a month is refused. */
export function readDateParts(parts: DateParts): DateReading {
  const year = trimXml(parts.year ?? '');
  const month = trimXml(parts.month ?? '');
  const day = trimXml(parts.day ?? '');
  if (!/^\d{4}$/.test(year)) return refused('has no year of four digits');
  if (!/^\d{0,2}$/.test(month) || !/^\d{0,2}$/.test(day)) return refused('has a day or month that is not a number of two digits at most');
  const date = { year: Number(year), month: Number(month) || undefined, day: Number(day) || undefined };
  return isCalendarDate(date) ? { kind: 'date', date } : refused('is not a date of the calendar');
}

/**
 * Reads a `TeilbekanntesDatum` of XInneres or XBildung by the texts of its children: one of `jahrMonatTag`, `jahrMonat` and `jahr`. The
 * types `…MitUnbekannt` wrap them in `teilbekanntesDatum`, or `datum` for a whole date, or say `unbekannt` with the value true.
 */
export function readTeilbekannt(children: ReadonlyMap<string, string>): DateReading {
  const [entry, ...others] = children;
  if (!entry || others.length > 0) return refused('does not hold exactly one of jahrMonatTag, jahrMonat, jahr and unbekannt');
  const [name, text] = entry;
  const parts = Object.hasOwn(knownParts, name) ? knownParts[name] : undefined;
  if (parts) return ofParts(readXsdDate(text), parts) ?? refused(`has a ${name} that is not of that form`);
  if (name === 'unbekannt' && ['true', '1'].includes(trimXml(text))) return { kind: 'unknown' };
  return refused('holds neither jahrMonatTag, jahrMonat, jahr, datum, teilbekanntesDatum nor unbekannt="true"');
}

/**
 * The text of a date for the target. Unknown parts stay unknown (`partial: keep`) or make a case, never 01.01. Undefined when
 * the message says that the date is unknown and `partial` is `keep`: then there is no value.
 */
export function dateValue(reading: DateReading, out: DatePattern, partial: PartialPolicy): Converted | undefined {
  if (reading.kind === 'refused') return { code: 'AB_FIELD_FORMAT', message: reading.message };
  if (reading.kind === 'date' && (reading.date.day || partial === 'keep')) return { value: formatDate(reading.date, out) };
  if (reading.kind === 'unknown' && partial === 'keep') return undefined;
  const message = 'is a date with unknown parts; use `partial: keep` if the target takes them';
  return { code: 'AB_FIELD_FORMAT', message };
}

/** A date of XML Schema into a pattern. */
export function xsdDateConversion(out: DatePattern, partial: PartialPolicy): Conversion {
  return (text) => dateValue(readXsdDate(text), out, partial) ?? { code: 'AB_FIELD_FORMAT', message: 'is an unknown date' };
}

/** A date of so many parts, or undefined. */
function ofParts(reading: DateReading, parts: readonly number[]): DateReading | undefined {
  if (reading.kind !== 'date') return undefined;
  const { month, day } = reading.date;
  return parts.includes(1 + Number(month !== undefined) + Number(day !== undefined)) ? reading : undefined;
}

function calendarDate(match: RegExpExecArray | null, problem: string): DateReading {
  if (!match) return refused(problem);
  const [, year, month, day] = match;
  const date = { year: Number(year), month: numberOf(month), day: numberOf(day) };
  const zeros = date.month === 0 || date.day === 0;
  return !zeros && isCalendarDate(date) ? { kind: 'date', date } : refused('is not a date of the calendar');
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function refused(message: string): DateReading {
  return { kind: 'refused', message };
}
