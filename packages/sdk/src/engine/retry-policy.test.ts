import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './retry-policy.ts';

const settings = fc.record({
  firstMs: fc.integer({ min: 1, max: 600_000 }),
  maxMs: fc.integer({ min: 1, max: 7 * 86_400_000 }),
});
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a wait is never shorter than a second or than what was asked for, and never beyond its bound', () => {
  fc.assert(
    fc.property(settings, chance, fc.integer({ min: 1, max: 10_000 }), fc.nat(86_400_000), (times, random, attempt, asked) => {
      const retry = { attempts: 30, waitForUnknownMs: 0, attemptMs: 1, ...times };
      const wait = backoffMs({ retry, random: () => random }, attempt, asked);
      expect(wait).toBeGreaterThanOrEqual(Math.max(1_000, asked));
      expect(wait).toBeLessThanOrEqual(Math.max(1_000, asked, Math.min(times.maxMs, times.firstMs * 2 ** (attempt - 1))));
    }),
  );
});

test('waits are spread over the whole of their bound, which doubles with each attempt', () => {
  const retry = { attempts: 30, firstMs: 30_000, maxMs: 21_600_000, waitForUnknownMs: 0, attemptMs: 1 };
  const longest = [1, 2, 3, 11, 500].map((attempt) => backoffMs({ retry, random: () => 0.999_999 }, attempt));
  expect(longest.map((ms) => Math.round(ms / 1_000))).toEqual([30, 60, 120, 21_600, 21_600]);
  expect(backoffMs({ retry, random: () => 0 }, 11)).toBe(1_000);
});
