import type { Converted } from './converted.ts';

/** A house number taken apart: `12a`, `109.5`, `12/3`, `12 1/2`, `12a-14b`. Texts as written, zeros in front included. */
export interface HouseNumber extends HouseNumberEnd {
  /** The other end of a range. */
  readonly to?: HouseNumberEnd | undefined;
}

export interface HouseNumberEnd {
  /** Digits. */
  readonly number: string;
  /** A letter, perhaps with digits, such as `a` or `B2`, or an additional digit, such as `5` of `109.5`. */
  readonly suffix?: string | undefined;
  /** What follows a stroke, such as `3` of `12/3`, or a fraction such as `1/2`. */
  readonly part?: string | undefined;
}

/** What a text says of a house number. `none`: there is none. The message of `refused` holds no value. */
export type HouseNumberReading =
  | { readonly kind: 'number'; readonly houseNumber: HouseNumber }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly message: string };

/** The parts that a target may have fields for; `to` is the other end of a range as one text. */
export type HousePart = 'number' | 'suffix' | 'part' | 'to';

const label = /^(?:hausnummer|haus-?nr\.?|hnr\.?|nr\.?|nummer)\s*(?=\d)/i;
const noNumber = /^(?:ohne(?: (?:nr\.?|nummer|hausnummer|hausnr\.?))?|o\. ?nr\.?|keine(?: hausnummer)?)$/i;
const oneEnd =
  /^(?<number>\d{1,5})(?: ?(?<letter>[a-z]\d{0,2})|\.(?<digit>\d{1,2}))?(?: ?\/ ?(?<stroke>\d{1,4})| (?<fraction>[1-9]\/[1-9]\d?))?$/i;
/** A text that is longer is no house number; it is not looked at. */
const longest = 60;
const rangeDash = / ?[-–] ?/;

/**
 * Takes a house number apart. Only what can be read in one way: `12/14` may be a range or a part and is refused, as are `12a-c` and
 * `14-12`. `joinHouseNumber` gives the same text, apart from blanks, the kind of dash, and a word such as `Hausnummer` in front.
 */
export function splitHouseNumber(text: string): HouseNumberReading {
  if (text.length > longest) return refused('is longer than a house number');
  const written = tidy(text);
  if (written === '' || noNumber.test(written)) return { kind: 'none' };
  const ends = written.replace(label, '').split(rangeDash).map(readEnd);
  const [from, to] = ends;
  if (!from || ends.length > 2 || ends.includes(undefined)) return refused('is not a house number that can be taken apart');
  if (to && !follows(from, to)) return refused('is a range of house numbers that does not go up');
  return { kind: 'number', houseNumber: to ? { ...from, to } : from };
}

/** Writes a house number: `12a`, `12/3`, `12 1/2`, `12a-14b`. */
export function joinHouseNumber(houseNumber: HouseNumber): string {
  const from = joinEnd(houseNumber);
  return houseNumber.to ? `${from}-${joinEnd(houseNumber.to)}` : from;
}

/**
 * One part of a house number, for a target that has fields for `parts`. What has more than those parts is refused, so that nothing is
 * lost on the way. Undefined when this house number has no such part.
 */
export function houseNumberValue(text: string, take: HousePart, parts: readonly HousePart[]): Converted | undefined {
  const reading = splitHouseNumber(text);
  if (reading.kind === 'none') return undefined;
  if (reading.kind === 'refused') return { code: 'AB_FIELD_FORMAT', message: reading.message };
  const { to, ...from } = reading.houseNumber;
  const found: { readonly [part in HousePart]?: string | undefined } = { ...definedParts(from), ...(to && { to: joinEnd(to) }) };
  const homeless = (Object.keys(found) as HousePart[]).find((part) => !parts.includes(part));
  if (homeless) {
    const named = homeless === 'part' ? 'stroke' : homeless;
    return { code: 'AB_FIELD_FORMAT', message: `is a house number with a ${named} for which there is no field` };
  }
  const value = found[take];
  return value === undefined ? undefined : { value };
}

/** The fields of a house number as a message sends them. */
export interface HouseNumberFields {
  readonly number?: string | undefined;
  readonly suffix?: string | undefined;
  readonly part?: string | undefined;
  /** The other end of a range, such as `14b`. */
  readonly to?: string | undefined;
}

/** One text of the fields of a house number; they must make a house number together. Undefined when all are blank. */
export function houseNumberOf(fields: HouseNumberFields): Converted | undefined {
  const { number = '', suffix = '', part = '', to = '' } = fields;
  const stroke = part.includes('/') ? ' ' : '/';
  const point = /^\d/.test(suffix.trim()) ? '.' : '';
  const end = `${number}${point}${suffix.trim()}${part.trim() && stroke}${part}`;
  const reading = splitHouseNumber(to.trim() ? `${end}-${to}` : end);
  if (reading.kind === 'none') return undefined;
  if (reading.kind === 'refused') return { code: 'AB_FIELD_FORMAT', message: reading.message };
  return { value: joinHouseNumber(reading.houseNumber) };
}

function readEnd(text: string): HouseNumberEnd | undefined {
  const { number, letter, digit, stroke, fraction } = oneEnd.exec(text)?.groups ?? {};
  const suffix = letter ?? digit;
  if (number === undefined || (stroke !== undefined && isAmbiguous({ number, suffix, part: stroke }))) return undefined;
  return definedParts({ number, suffix, part: fraction ?? stroke });
}

/** `12/14` stands for 12 to 14 as often as for part 14 of 12, and `12a1/2` for two things, too. */
function isAmbiguous({ number, suffix = '', part }: HouseNumberEnd): boolean {
  return Number(part) > Number(number) || /\d$/.test(suffix);
}

function follows(from: HouseNumberEnd, to: HouseNumberEnd): boolean {
  if (Number(from.number) !== Number(to.number)) return Number(from.number) < Number(to.number);
  const suffixes = [from, to].map(({ suffix = '' }) => suffix.toLowerCase());
  const [first = '', last = ''] = suffixes;
  return first === last ? Number(from.part ?? 0) < Number(to.part ?? 0) : first < last;
}

function joinEnd({ number, suffix = '', part }: HouseNumberEnd): string {
  const house = number + (/^\d/.test(suffix) ? '.' : '') + suffix;
  if (part === undefined) return house;
  return house + (part.includes('/') ? ' ' : '/') + part;
}

function definedParts({ number, suffix, part }: HouseNumberEnd): HouseNumberEnd {
  return { number, ...(suffix !== undefined && { suffix }), ...(part !== undefined && { part }) };
}

function tidy(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function refused(message: string): HouseNumberReading {
  return { kind: 'refused', message };
}
