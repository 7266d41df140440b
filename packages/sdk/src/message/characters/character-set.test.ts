import { expect, test } from 'vitest';
import { characterSets, firstOutsideSet, isInCharacterSet } from './character-set.ts';

test('a set has exactly the characters of its bytes', () => {
  const sizes = characterSets.map((set) =>
    Array.from({ length: 0x11_0000 }, (_, codePoint) => codePoint).filter((each) => isInCharacterSet(each, set)),
  );
  expect(sizes.map((codePoints) => codePoints.length)).toEqual([98 + 96, 98 + 96, 98 + 96 + 27]);
});

test('the euro sign and its company tell the sets apart', () => {
  const holders = (text: string): unknown => characterSets.filter((set) => firstOutsideSet(text, set) === undefined);
  expect(holders('Müller-Straße à Ærø')).toEqual(['ISO-8859-1', 'ISO-8859-15', 'windows-1252']);
  expect(holders('€ŠšŽžŒœŸ')).toEqual(['ISO-8859-15', 'windows-1252']);
  expect(holders('¤¦¨´¸¼½¾')).toEqual(['ISO-8859-1', 'windows-1252']);
  expect(holders('„“–…')).toEqual(['windows-1252']);
  expect(holders('\u0081')).toEqual([]);
  expect(holders('\u0000')).toEqual([]);
});

test('the place of the first foreign character is told in UTF-16 units', () => {
  expect(firstOutsideSet('aż', 'ISO-8859-1')).toEqual({ index: 1, codePoint: 0x17c });
  expect(firstOutsideSet('a😀', 'ISO-8859-1')).toEqual({ index: 1, codePoint: 0x1f600 });
});
