import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { houseNumberOf, houseNumberValue, joinHouseNumber, splitHouseNumber } from './house-number.ts';

function split(text: string): unknown {
  const reading = splitHouseNumber(text);
  return reading.kind === 'number' ? reading.houseNumber : reading.kind;
}

test.each([
  ['12', { number: '12' }],
  ['12a', { number: '12', suffix: 'a' }],
  ['12 A', { number: '12', suffix: 'A' }],
  ['12B2', { number: '12', suffix: 'B2' }],
  ['109.5', { number: '109', suffix: '5' }],
  ['16 1/10', { number: '16', part: '1/10' }],
  ['12/3', { number: '12', part: '3' }],
  ['12 1/2', { number: '12', part: '1/2' }],
  ['12a 1/2', { number: '12', suffix: 'a', part: '1/2' }],
  ['121/2', { number: '121', part: '2' }],
  ['12-14', { number: '12', to: { number: '14' } }],
  ['12 – 14', { number: '12', to: { number: '14' } }],
  ['12a-14b', { number: '12', suffix: 'a', to: { number: '14', suffix: 'b' } }],
  ['12a-12c', { number: '12', suffix: 'a', to: { number: '12', suffix: 'c' } }],
  ['12/1-12/3', { number: '12', part: '1', to: { number: '12', part: '3' } }],
  ['0012', { number: '0012' }],
  ['Hausnummer 12', { number: '12' }],
  ['Nr. 12 a', { number: '12', suffix: 'a' }],
  ['', 'none'],
  [' \u00a0', 'none'],
  ['ohne Hausnummer', 'none'],
  ['o. Nr.', 'none'],
])('%s is taken apart', (text, expected) => {
  expect(split(text)).toEqual(expected);
});

test.each([
  '12/14',
  '1/2',
  '12a1/2',
  '14-12',
  '12-12',
  '12a-c',
  '12-',
  '-12',
  'a',
  'Haus 3',
  '12, 14',
  '12+14',
  '12ab',
  '12½',
  '12-14-16',
  'Q7',
])('%s is refused, not guessed', (text) => {
  expect(split(text)).toBe('refused');
});

/** Without what is declared not to count: blanks, the kind of dash, and a word in front. */
const bare = (text: string): string =>
  text
    .replace(/\s/g, '')
    .replaceAll('–', '-')
    .replace(/^\D+(?=\d)/, '');
const likeHouseNumber = fc.stringMatching(
  /^(Nr\. )?[0-9]{1,3} ?([a-cA-C]|\.[1-3])?( ?\/ ?[0-9]| [12]\/[2-4])?( ?[-–] ?[0-9]{1,3} ?[a-c]?)?$/,
);

test('joined again it is the same text, or it was refused', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(likeHouseNumber, fc.string()), (text) => {
      const reading = splitHouseNumber(text);
      if (reading.kind !== 'number') return;
      read++;
      const joined = joinHouseNumber(reading.houseNumber);
      expect(bare(joined)).toBe(bare(text));
      expect(splitHouseNumber(joined)).toEqual(reading);
    }),
    { numRuns: 2_000 },
  );
  expect(read).toBeGreaterThan(300);
});

describe('one part for a field', () => {
  test('is the part, or nothing', () => {
    expect(houseNumberValue('12a', 'number', ['number', 'suffix'])).toEqual({ value: '12' });
    expect(houseNumberValue('12a', 'suffix', ['number', 'suffix'])).toEqual({ value: 'a' });
    expect(houseNumberValue('12', 'suffix', ['number', 'suffix'])).toBeUndefined();
    expect(houseNumberValue('12-14 b', 'to', ['number', 'suffix', 'to'])).toEqual({ value: '14b' });
    expect(houseNumberValue('', 'number', ['number'])).toBeUndefined();
  });

  test('is refused for every field as soon as one part has none', () => {
    for (const take of ['number', 'suffix'] as const) {
      expect(houseNumberValue('12-14', take, ['number', 'suffix'])).toMatchObject({ code: 'AB_FIELD_FORMAT' });
    }
    expect(houseNumberValue('12/14', 'number', ['number', 'suffix', 'part', 'to'])).toMatchObject({ code: 'AB_FIELD_FORMAT' });
  });
});

describe('one text of several fields', () => {
  test('is what splits into them again', () => {
    fc.assert(
      fc.property(likeHouseNumber, (text) => {
        const reading = splitHouseNumber(text);
        if (reading.kind !== 'number') return;
        const { number, suffix, part, to } = reading.houseNumber;
        const fields = { number, suffix, part, to: to && joinHouseNumber(to) };
        expect(houseNumberOf(fields)).toEqual({ value: joinHouseNumber(reading.houseNumber) });
      }),
    );
  });

  test('keeps an additional digit apart from the number', () => {
    for (const suffix of ['5', '.5', ' 5 ']) expect(houseNumberOf({ number: '109', suffix })).toEqual({ value: '109.5' });
    expect(houseNumberOf({ number: '12', suffix: ' a', part: '1/2', to: '14' })).toEqual({ value: '12a 1/2-14' });
    expect(houseNumberOf({ number: '1', suffix: '', part: '2' })).toMatchObject({ code: 'AB_FIELD_FORMAT' });
    expect(houseNumberOf({ number: '', suffix: 'a' })).toMatchObject({ code: 'AB_FIELD_FORMAT' });
    expect(houseNumberOf({ number: ' ', suffix: '', part: undefined })).toBeUndefined();
  });
});
