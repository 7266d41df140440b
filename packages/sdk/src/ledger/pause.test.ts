import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TargetNews } from './targets.ts';
import { type Pause, pauseAfter, pauseMs } from './pause.ts';

const circuit = { failures: 5, firstMs: 60_000, maxMs: 3_600_000 };
const failed: TargetNews = { kind: 'failed', code: 'AB_TARGET_UNREACHABLE', circuit };
const pause: Pause = { until: 1_000_000, code: 'AB_TARGET_UNREACHABLE', round: 1 };

test('so many different submissions must fail before a target rests', () => {
  expect(pauseAfter(failed, { failures: 4, since: 0, now: 0 })).toBeUndefined();
  expect(pauseAfter(failed, { failures: 5, since: 0, now: 0 })).toEqual({ until: 60_000, code: 'AB_TARGET_UNREACHABLE', round: 1 });
});

test('a probe that fails makes the next pause twice as long; one that succeeds ends it', () => {
  const probe = { failures: 1, since: pause.until, now: pause.until + 10 };
  expect(pauseAfter(failed, { ...probe, pause })).toEqual({ ...pause, until: probe.now + 120_000, round: 2 });
  expect(pauseAfter({ kind: 'well' }, { ...probe, pause })).toBeUndefined();
});

test('what began before the pause neither ends nor lengthens it', () => {
  const earlier = { failures: 9, since: pause.until - 1, now: pause.until + 10, pause };
  expect(pauseAfter(failed, earlier)).toBe(pause);
  expect(pauseAfter({ kind: 'well' }, earlier)).toBe(pause);
});

test('what the target asks for is never cut short', () => {
  const asked: TargetNews = { kind: 'pause', code: 'AB_TARGET_THROTTLED', circuit, askedMs: 7_200_000 };
  expect(pauseAfter(asked, { failures: 0, since: 0, now: 0 })?.until).toBe(7_200_000);
  expect(pauseAfter(asked, { failures: 0, since: 0, now: 0, pause })?.until).toBe(7_200_000);
});

test('pauses grow up to the longest and never beyond', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 0, max: 10_000_000 }),
      fc.integer({ min: 1, max: 1_000 }),
      (first, more, round) => {
        const lengths = { firstMs: first, maxMs: first + more };
        expect(pauseMs(lengths, round)).toBeGreaterThanOrEqual(first);
        expect(pauseMs(lengths, round)).toBeLessThanOrEqual(first + more);
        expect(pauseMs(lengths, round + 1)).toBeGreaterThanOrEqual(pauseMs(lengths, round));
      },
    ),
  );
});
