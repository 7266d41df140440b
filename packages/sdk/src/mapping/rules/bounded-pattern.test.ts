import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedPatternError, boundedPattern, longestPatternText } from './bounded-pattern.ts';

const taken = [
  '(.+?) (\\d+)([a-z])?',
  '(?<part>\\d{2})\\.\\d{2}',
  '(\\S+) (\\S+) (\\S+)',
  '(?:Str\\.|Weg|Platz)',
  '[\\]a]+',
  '\\p{L}+(?: \\p{L}+)?',
  '(?:ab)*',
  '(a|b)?c',
  '',
];
const refused = [
  '(a+)+',
  '(a*)*b',
  '(?:a|aa)+',
  '(a|a)*',
  '(?:\\d+)*',
  '((a?)b)*',
  '(?=a)a',
  '(?<!a)b',
  '(a)\\1',
  '\\k<x>',
  'a*a*a*a*b',
  '(?:a{0,20}){20}',
  '.{0,300}.{0,300}.{0,300}.{0,300}',
  '(?i:a)',
  '(',
  ')|(',
  '[a',
  'a{2',
];

test.each(taken)('the time of %j is bounded', (source) => {
  expect(boundedPattern(source)).toBeInstanceOf(RegExp);
});

test.each(refused)('%j could take for ever, or looks elsewhere, and is refused', (source) => {
  expect(() => boundedPattern(source)).toThrow(BoundedPatternError);
});

test('a pattern must fit the whole text', () => {
  expect(boundedPattern('a|b').test('ab')).toBe(false);
  expect(boundedPattern('a|b').test('b')).toBe(true);
  expect(boundedPattern('a').test('a\n')).toBe(false);
});

const piece = fc.constantFrom('a', 'b', '.', '\\d', '[ab]', '(a|b)', '(?:ab)', 'a*', '.+', 'a?', '(?:a+b)', 'b{0,9}', '|', '(?:a|ab)*');

test('what is taken ends quickly on every text of the longest length', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom('a', 'b', 'ab', 'aab', '1'), (pieces, unit) => {
      let pattern: RegExp;
      try {
        pattern = boundedPattern(pieces.join(''));
      } catch (error) {
        expect(error).toBeInstanceOf(BoundedPatternError);
        return;
      }
      const text = `${unit.repeat(longestPatternText).slice(0, longestPatternText - 1)}!`;
      const start = performance.now();
      pattern.test(text);
      expect(performance.now() - start).toBeLessThan(1000);
    }),
    { numRuns: 300 },
  );
});
