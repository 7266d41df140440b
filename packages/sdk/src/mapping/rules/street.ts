import type { Converted } from './converted.ts';
import { type HouseNumber, joinHouseNumber, splitHouseNumber } from './house-number.ts';

/** A street with its house number, taken apart. The message of `refused` holds no value. */
export type StreetReading =
  | { readonly kind: 'street'; readonly street: string; readonly houseNumber: HouseNumber | undefined }
  | { readonly kind: 'refused'; readonly message: string };

/** A number after one of these words may be part of the name (`Straße 12` in Berlin, `Postfach 12`, `Q 7` in Mannheim). */
const namelessStreet = /^(?:str\.?|straße|strasse|weg|platz|allee|ring|gasse)$/i;
const wordBeforeNumber = /(?:^|\s)(?:\p{L}|block|haus|gebäude|parzelle|flurstück|flur|feld|postfach|pf\.?)$/iu;
const houseNumberStart = /(?:(?<=\p{L}\.)| )(?=(?:(?:haus-?)?(?:nr\.?|nummer) ?)?\d)/giu;
/** A text that is longer is no street; it is not looked at. */
const longest = 200;
const ordinal = /(?:^|\s)\d{1,3}\. ?(?=\p{L})/gu;

/**
 * Takes a street with its house number apart, as in `strasseHausnummer` of XBau: `Straße des 17. Juni 135 b`. Only what can be read
 * in one way: squares of Mannheim (`Q7, 24`), numbered streets (`Straße 12`) and post boxes are refused.
 * Street and house number joined by a blank are the same text, apart from blanks and what `splitHouseNumber` says.
 */
export function splitStreet(text: string): StreetReading {
  if (text.length > longest) return refused();
  const written = text.trim().replace(/\s+/g, ' ');
  for (const { index } of written.matchAll(houseNumberStart)) {
    const reading = splitHouseNumber(written.slice(index));
    if (reading.kind === 'number') return streetWith(written.slice(0, index).trim(), reading.houseNumber);
  }
  return isStreetName(written) ? { kind: 'street', street: written, houseNumber: undefined } : refused();
}

/** The street or the house number of an undivided text. Undefined when there is no house number. */
export function streetValue(text: string, take: 'street' | 'houseNumber'): Converted | undefined {
  const reading = splitStreet(text);
  if (reading.kind === 'refused') return { code: 'AB_FIELD_FORMAT', message: reading.message };
  if (take === 'street') return { value: reading.street };
  return reading.houseNumber && { value: joinHouseNumber(reading.houseNumber) };
}

function streetWith(street: string, houseNumber: HouseNumber): StreetReading {
  const certain = isStreetName(street) && !namelessStreet.test(street) && !wordBeforeNumber.test(street);
  return certain ? { kind: 'street', street, houseNumber } : refused();
}

function isStreetName(street: string): boolean {
  return /\p{L}{3}/u.test(street) && !/[\d,;/]/.test(street.replaceAll(ordinal, ' '));
}

function refused(): StreetReading {
  return { kind: 'refused', message: 'is a street whose house number cannot be told for certain' };
}
