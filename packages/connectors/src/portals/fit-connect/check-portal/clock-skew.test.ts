import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockSkew } from './clock-skew.ts';

/** What the other side's `Date` says when its clock is ahead by so much and it answers at this moment. */
const dateOf = (moment: number, ahead: number): number => Math.floor((moment + ahead) / 1000) * 1000;

test('clocks that agree are never called different, whatever the way there takes', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), fc.nat(60_000), fc.nat(60_000), (askedAt, there, back) => {
      expect(clockSkew(dateOf(askedAt + there, 0), { askedAt, answeredAt: askedAt + there + back })).toBe(0);
    }),
  );
});

test('what is told is never more than the difference, and at most the way and a second less', () => {
  fc.assert(
    fc.property(
      fc.nat(2_000_000_000),
      fc.nat(5_000),
      fc.nat(5_000),
      fc.integer({ min: -900_000, max: 900_000 }),
      (...[askedAt, there, back, ahead]) => {
        const told = clockSkew(dateOf(askedAt + there, ahead), { askedAt, answeredAt: askedAt + there + back });
        expect(Math.abs(told)).toBeLessThanOrEqual(Math.abs(ahead));
        expect(Math.abs(ahead) - Math.abs(told)).toBeLessThanOrEqual(there + back + 1000);
        expect(told === 0 || Math.sign(told) === Math.sign(ahead)).toBe(true);
      },
    ),
  );
});
