import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldName, matchSample } from './sample-record.ts';

const sample = { born: '1980-03-07', fee: 1234.5, street: 'Hauptstraße', number: '5a', postcode: '03046', dog: true, tags: ['a', 'b'] };

test.each([
  ['07.03.1980', '{born}', 'date'],
  ['7.3.1980', '{born}', 'date'],
  ['1.234,50', '{fee}', 'money'],
  ['1234,5', '{fee}', 'number'],
  ['Hauptstraße  5a', '{street} {number}', undefined],
  ['03046', '{postcode}', undefined],
  [true, '{dog}', undefined],
  [['a', 'b'], '{tags}', undefined],
])('%j is %s of the sample record', (typed, template, as) => {
  expect(matchSample(typed, sample, 'Feld')).toEqual({ kind: 'template', template, as });
});

test.each(['3046', 'Hauptstraße 5a, Hinterhaus', 'Nebenstraße', false])('%j is nothing of the sample record', (typed) => {
  expect(matchSample(typed, sample, 'Feld')).toEqual({ kind: 'none' });
});

test('a value that several fields have is asked for, but for a field of the same name', () => {
  const twice = { ort: 'Cottbus', geburtsort: 'Cottbus' };
  expect(matchSample('Cottbus', twice, 'Stadt')).toEqual({ kind: 'several', names: ['ort', 'geburtsort'] });
  expect(matchSample('Cottbus', twice, 'Geburtsort')).toMatchObject({ template: '{geburtsort}' });
});

test('what is put together of values is taken apart, and says the same when it is filled', () => {
  const word = fc.stringMatching(/^[A-Z][a-z]{2,8}$/);
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 4 }), (words) => {
      const record = Object.fromEntries(words.map((each, at) => [`field${at}`, each]));
      const typed = words.join(' ');
      const match = matchSample(typed, record, 'Feld');
      const filled = match.kind === 'template' ? match.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(record[name])) : '';
      expect(filled).toBe(typed);
    }),
  );
});

test.each([
  ['Name des Hundes', 'nameDesHundes'],
  ['Straße', 'strasse'],
  ['Betrieb > Telefon', 'telefon'],
  ['§ 5 Abs. 2', 'field5Abs2'],
])('"%s" becomes the field %s', (label, name) => {
  expect(fieldName(label, new Set())).toBe(name);
  expect(fieldName(label, new Set([name]))).toBe(`${name}2`);
});
