import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinHouseNumber } from './house-number.ts';
import { splitStreet, streetValue } from './street.ts';

test.each([
  ['Hauptstr. 5', 'Hauptstr.', '5'],
  ['Hauptstr.5', 'Hauptstr.', '5'],
  ['Straße des 17. Juni 135 b', 'Straße des 17. Juni', '135b'],
  ['Straße des 17. Juni', 'Straße des 17. Juni', undefined],
  ['Hauptstraße 12 1/2', 'Hauptstraße', '12 1/2'],
  ['Am Alten Hof 3 - 5', 'Am Alten Hof', '3-5'],
  ['Neue Straße 12', 'Neue Straße', '12'],
  ['Dorfstraße Nr. 7', 'Dorfstraße', '7'],
  ['Schlossplatz', 'Schlossplatz', undefined],
  ['Łódzka-Straße 4 a', 'Łódzka-Straße', '4a'],
])('%s is taken apart', (text, street, houseNumber) => {
  const value = (take: 'street' | 'houseNumber'): unknown => {
    const converted = streetValue(text, take);
    return converted && 'value' in converted ? converted.value : converted;
  };
  expect([value('street'), value('houseNumber')]).toEqual([street, houseNumber]);
});

test.each([
  'Q7, 24',
  'Q 7, 24',
  'Q7 24',
  'Q 7',
  'C4',
  'Straße 12',
  'Straße 12 5',
  'Straße 12 Nr. 5',
  'Postfach 12 34',
  'Postfach 12',
  'An der B 27',
  'Hauptstr. 5, 2. OG',
  'Hauptstr. 12/14',
  'Am Markt 5 Hinterhaus',
  'Hauptstraße, 5',
  '5',
  '',
  'Parzelle 12',
])('%s is refused, not guessed', (text) => {
  expect(splitStreet(text).kind).toBe('refused');
});

test('a text of any length is answered at once', () => {
  const start = performance.now();
  for (const text of ['1 '.repeat(500_000), ' '.repeat(1_000_000), 'a.'.repeat(500_000)]) expect(splitStreet(text).kind).toBe('refused');
  expect(performance.now() - start).toBeLessThan(200);
});

test('joined again it is the same text apart from blanks, or it was refused', () => {
  const words = fc.constantFrom('Haupt', 'Straße', 'des', '17.', '8', 'Mai', 'Am', 'str.', 'Q', 'a', '12', '12a', '1/2', '-', '14', 'Weg');
  const bare = (text: string): string => text.replace(/\s/g, '');
  let read = 0;
  fc.assert(
    fc.property(fc.array(words, { maxLength: 6 }), (parts) => {
      const text = parts.join(' ');
      const reading = splitStreet(text);
      if (reading.kind === 'refused') return;
      read++;
      const number = reading.houseNumber ? joinHouseNumber(reading.houseNumber) : '';
      const joined = `${reading.street} ${number}`;
      expect(bare(joined)).toBe(bare(text));
      expect(splitStreet(joined)).toEqual(reading);
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(100);
});
