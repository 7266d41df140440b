import { PageTexts } from '../../rpa/page/page-texts.ts';
import type { WrittenAs } from '../../rpa/page/page-types.ts';

/** A record as a mapping makes it, flat: the sample that typed values are compared with. */
export type SampleRecord = Readonly<Record<string, unknown>>;

/** What a typed value is in the sample record. */
export type SampleMatch =
  | { readonly kind: 'template'; readonly template: string; readonly as?: WrittenAs | undefined }
  | { readonly kind: 'several'; readonly names: readonly string[] }
  | { readonly kind: 'none' };

const texts = new PageTexts();

/** Finds the field, or the fields in a row, whose values were typed, in any of the ways that people write dates and numbers in Germany. */
export function matchSample(typed: string | boolean | readonly string[], sample: SampleRecord, label: string): SampleMatch {
  const names = Object.keys(sample).filter((name) => isSame(typed, sample[name]) !== undefined);
  const [name, ...others] = names;
  if (name !== undefined) {
    const meant = others.length === 0 ? name : (names.find((each) => isNamedLike(each, label)) ?? undefined);
    if (meant === undefined) return { kind: 'several', names };
    const as = isSame(typed, sample[meant]);
    return { kind: 'template', template: `{${meant}}`, as: as === 'text' ? undefined : as };
  }
  return typeof typed === 'string' ? composed(typed, sample) : { kind: 'none' };
}

/** How a typed value and one of the sample are the same; undefined when they are not. */
function isSame(typed: string | boolean | readonly string[], value: unknown): WrittenAs | undefined {
  if (typeof typed === 'boolean') return typed === value || String(typed) === value ? 'text' : undefined;
  if (typeof typed === 'object') return Array.isArray(value) && same(typed.join('\n'), value.map(String).join('\n')) ? 'text' : undefined;
  return typeof value === 'string' || typeof value === 'number' ? isSameText(typed, String(value)) : undefined;
}

function isSameText(typed: string, text: string): WrittenAs | undefined {
  if (same(typed, text)) return 'text';
  const date = texts.isoDate(typed);
  if (date !== undefined && date === texts.isoDate(text)) return 'date';
  const number = texts.decimal(typed.replace(/\s*(€|EUR)$/, ''));
  if (number === undefined || texts.decimal(text) === undefined || /^0\d/.test(text)) return undefined;
  if (texts.reducedNumber(number) !== texts.reducedNumber(text)) return undefined;
  return /,\d\d(\s*(€|EUR))?$/.test(typed) ? 'money' : 'number';
}

function same(one: string, other: string): boolean {
  return texts.squeeze(one) !== '' && texts.squeeze(one) === texts.squeeze(other);
}

function isNamedLike(name: string, label: string): boolean {
  return name.toLowerCase() === label.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** A text put together of several values, such as street and number; all letters and digits of it must be accounted for. */
function composed(typed: string, sample: SampleRecord): SampleMatch {
  const parts = Object.entries(sample)
    .flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' || typeof value === 'number' ? [[name, texts.squeeze(String(value))]] : [],
    )
    .filter(([, value]) => value !== '')
    .toSorted(([, one], [, other]) => other.length - one.length);
  let rest = texts.squeeze(typed);
  for (const [name, value] of parts) {
    const at = rest.search(new RegExp(`(?<![\\p{L}\\p{N}{])${RegExp.escape(value)}(?![\\p{L}\\p{N}}])`, 'u'));
    if (at >= 0) rest = `${rest.slice(0, at)}{${name}}${rest.slice(at + value.length)}`;
  }
  const left = rest.replaceAll(/\{[^}]*\}/g, '');
  const isWhole = rest.includes('{') && !/[\p{L}\p{N}{}]/u.test(left);
  return isWhole ? { kind: 'template', template: rest } : { kind: 'none' };
}

/** A name for a field, from its label: `Name des Hundes` becomes `nameDesHundes`. */
export function fieldName(label: string, taken: ReadonlySet<string>): string {
  const last = label.split(' > ').at(-1) ?? label;
  const plain = last.replaceAll(/[äöüßÄÖÜ]/g, (each) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' })[each] ?? each);
  const words =
    plain
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const name = (/^[a-z]/.test(joined) ? joined : `field${joined}`).slice(0, 60);
  for (let nth = 1; ; nth += 1) {
    const candidate = nth === 1 ? name : `${name}${nth}`;
    if (!taken.has(candidate)) return candidate;
  }
}
