import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternWithin, possibleReferences, referencePattern } from './reference-pattern.ts';

test.each([
  ['HU-2026-000123', String.raw`HU-\d{4}-\d{6}`],
  ['4711', String.raw`\d+`],
  ['Az. 12/2026', String.raw`Az\. \d+\/\d{4}`],
])('%s has the form %s', (reference, pattern) => {
  expect(referencePattern(reference)).toBe(pattern);
});

test('a form fits the reference that it was made of', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (reference) => {
      expect(new RegExp(`^(?:${referencePattern(reference)})$`, 'u').test(reference)).toBe(true);
    }),
  );
});

test('a reference is new on the page, no date, and nothing that was typed', () => {
  const shown = 'Gespeichert am 22.11.2026 unter HU-2026-000123. Postleitzahl 03046, Vorgang 4711';
  expect(possibleReferences(shown, 'Vorgang 4711', ['03046'])).toEqual(['HU-2026-000123']);
});

test.each([
  ['Ticket 4711 wurde im Bereich 12 angelegt', '4711', String.raw`Ticket\s*(\d+)`],
  ['Vorgang Nr. #4711 angelegt', '4711', String.raw`Nr\.\s*#(\d+)`],
  ['4711', '4711', String.raw`^\d+$`],
  ['4711 Hundesteuer 12', '4711', String.raw`^\d+`],
  ['Petra 4711', '4711', String.raw`(?<!\d)\d+(?!\d)`],
  ['Vorgang HU-2026-000123', 'HU-2026-000123', String.raw`HU-\d{4}-\d{6}`],
])('in "%s" the reference is found again', (text, reference, pattern) => {
  expect(patternWithin(text, reference, ['Petra Geheim'])).toBe(pattern);
  const found = new RegExp(pattern, 'u').exec(text);
  expect(found?.[1] ?? found?.[0]).toBe(reference);
});
