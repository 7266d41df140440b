import { expect, test } from 'vitest';
import { findingsOf, isAmtsboteError } from './amtsbote-error.ts';
import { errorCodes } from './codes.ts';
import { NeedsPerson, Throttled } from './families.ts';

test('an error carries its code, its effect and the hint of its code', () => {
  const error = new NeedsPerson('AB_FIELD_MISSING', 'keeper.familyName has no value', { where: { line: 7 } });
  expect(error.effect).toBe('case');
  expect(error.hint).toBe(errorCodes.AB_FIELD_MISSING.hint);
  expect(findingsOf(error)).toEqual([error.toFinding()]);
  expect(isAmtsboteError(error)).toBe(true);
  expect(isAmtsboteError(new Error('x'))).toBe(false);
});

test('a hint of the place overrides the hint of the code', () => {
  const error = new Throttled('AB_TARGET_THROTTLED', 'HTTP 429', { hint: 'wait', retryAfterMs: 1000 });
  expect(error.hint).toBe('wait');
  expect(error.retryAfterMs).toBe(1000);
});

test('every code has a title and a hint that end or stand as sentences', () => {
  for (const [code, entry] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^AB_[A-Z_]+$/);
    expect(entry.title.length).toBeGreaterThan(5);
    expect(entry.hint.length).toBeGreaterThan(5);
  }
});
