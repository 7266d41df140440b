import { expect, test } from 'vitest';
import { dialogPattern } from './dialog-pattern.ts';

test('a dialog fits the next record, and names nobody', () => {
  const pattern = dialogPattern('Antrag 4711/26 von Petra von Geheim (Hund: Rex) wirklich speichern?', [
    'Petra',
    'Petra von Geheim',
    'Rex',
    'x',
  ]);
  expect(pattern).toBe(String.raw`Antrag .+ von .+ \(Hund: .+\) wirklich speichern\?`);
  expect(new RegExp(pattern, 'u').test('Antrag 12/27 von Öz (Hund: Bello) wirklich speichern?')).toBe(true);
});

test('a dialog without anything of the record is taken word for word', () => {
  expect(dialogPattern('Seite verlassen?', ['Petra'])).toBe(String.raw`Seite verlassen\?`);
});
