import { expect, test } from 'vitest';
import { goalsAreMet } from './report.ts';

test('a goal is met at its bound and missed beyond it', () => {
  expect(goalsAreMet({ ratio: 0.9 }, { quick: { figure: 'ratio', max: 0.9 } })).toBe(true);
  expect(goalsAreMet({ ratio: 0.91 }, { quick: { figure: 'ratio', max: 0.9 } })).toBe(false);
  expect(goalsAreMet({ perSecond: 149 }, { fast: { figure: 'perSecond', min: 150 } })).toBe(false);
});

test('a goal whose figure is missing or is not a number is missed', () => {
  expect(goalsAreMet({}, { quick: { figure: 'ratio', max: 1 } })).toBe(false);
  expect(goalsAreMet({ ratio: Number.NaN }, { quick: { figure: 'ratio', max: 1 } })).toBe(false);
});
