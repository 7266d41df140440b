import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tellCharacters } from './tell-characters.ts';

test('signs are named, letters and digits are only counted', () => {
  expect(tellCharacters([0x2014])).toBe('U+2014');
  expect(tellCharacters([0x142])).toBe('a letter');
  expect(tellCharacters([0x2014, 0x418, 0x2014, 0x432, 0x200b])).toBe('U+2014 and U+200B and 2 letters');
});

test('no two words of the same length in another script are told differently', () => {
  const letter = fc.integer({ min: 0x410, max: 0x44f });
  const words = fc.integer({ min: 1, max: 12 }).chain((length) => {
    const word = fc.array(letter, { minLength: length, maxLength: length });
    return fc.tuple(word, word);
  });
  fc.assert(
    fc.property(words, ([one, other]) => {
      expect(tellCharacters(one)).toBe(tellCharacters(other));
    }),
  );
});
