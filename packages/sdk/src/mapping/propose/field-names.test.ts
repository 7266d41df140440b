import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldName, fimNameOf } from './field-names.ts';

const named = (...way: readonly string[]): string => fieldName(way, new Set());

test('names of elements become names of fields that every target takes', () => {
  expect(named('familienname')).toBe('familienname');
  expect(named('Straße')).toBe('strasse');
  expect(named('größeÜbung')).toBe('groesseUebung');
  expect(named('identifikation.nachricht')).toBe('identifikationNachricht');
  expect(named('PLZ')).toBe('plz');
  expect(named('IBANNummer')).toBe('ibanNummer');
  expect(named('E-Mail')).toBe('eMail');
  expect(named('1234')).toBe('feld1234');
  expect(named('Šafařík')).toBe('safarik');
});

test('FIM ids of both lengths speak by what they stand for', () => {
  expect(named('F60000227')).toBe('familienname');
  expect(named('F60000000227')).toBe('familienname');
  expect(fieldName(['F99000715'], new Set(), 'Rufname des Hundes')).toBe('rufnameDesHundes');
  expect(fimNameOf('hausNrVon')?.id).toBe('F60000244');
});

test('a name that is taken gets what stands around it, and a number at last', () => {
  expect(fieldName(['halter', 'anschrift', 'ort'], new Set(['ort']))).toBe('anschriftOrt');
  expect(fieldName(['halter', 'anschrift', 'ort'], new Set(['ort', 'anschriftOrt']))).toBe('halterAnschriftOrt');
  expect(fieldName(['ort'], new Set(['ort']))).toBe('ort2');
});

test('any name becomes a valid field name that is not taken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.string()),
      (way, others) => {
        const taken = new Set(others);
        const name = fieldName(way, taken);
        expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]{0,80}$/);
        expect(taken.has(name)).toBe(false);
      },
    ),
  );
});
