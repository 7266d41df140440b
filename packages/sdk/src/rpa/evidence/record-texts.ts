import type { MappedRecord, RecordValue } from '../../model/record.ts';

/** Every text of a record, and what a date or number in it looks like on a page. Fields that may be read are left out. */
export function recordTexts(record: MappedRecord, readable: readonly string[] = []): readonly string[] {
  const texts = new Set<string>();
  for (const [name, value] of Object.entries(record)) if (!readable.includes(name)) collect(value, texts);
  return [...texts];
}

function collect(value: RecordValue, texts: Set<string>): void {
  if (typeof value === 'boolean') return;
  if (typeof value === 'object') {
    for (const each of Object.values(value)) collect(each, texts);
    return;
  }
  const text = String(value).trim();
  if (text === '') return;
  for (const each of [text, ...text.split(/\r\n?|\n/)]) if (each.trim() !== '') texts.add(each.trim());
  for (const each of [...datesLike(text), ...numbersLike(text)]) texts.add(each);
}

function datesLike(text: string): readonly string[] {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [, german, ofMonth, ofYear] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) ?? [];
  const [y, m, d] = [year ?? ofYear, month ?? ofMonth, day ?? german];
  if (y === undefined || m === undefined || d === undefined) return [];
  return [`${d}.${m}.${y}`, `${y}-${m}-${d}`, `${Number(d)}.${Number(m)}.${y}`, `${d}.${m}.${y.slice(2)}`].filter((each) => each !== text);
}

/** With a comma, with two places, with dots between thousands. Whole numbers of few digits stay as they are: postcodes, counts. */
function numbersLike(text: string): readonly string[] {
  if (!/^-?\d+\.\d+$/.test(text) && !/^-?\d{5,}$/.test(text)) return [];
  const [whole = '', places = ''] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  const fractions = places === '' ? [''] : [`,${places}`, `,${places.padEnd(2, '0')}`];
  return fractions.flatMap((fraction) => [`${whole}${fraction}`, `${grouped}${fraction}`]).filter((each) => each !== text);
}

/**
 * The texts as the source of one expression (flags `giu`): long ones are found inside other text, short ones (under 4 characters)
 * as whole words only. Blanks may be of any kind, and long numbers may be set in groups. Empty for no texts.
 */
export function valuePattern(texts: readonly string[]): string {
  const forms = new Set(texts.flatMap((text) => [text.normalize('NFC'), text.normalize('NFD')]));
  return [...forms]
    .sort((one, other) => other.length - one.length)
    .map((text) => {
      const source = /^[A-Z]{0,2}\d{8,}$/.test(text) ? [...text].join('[\\s-]?') : escaped(text);
      return text.length < 4 ? `(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])` : source;
    })
    .join('|');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
}
