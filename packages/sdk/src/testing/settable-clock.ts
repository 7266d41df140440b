import type { Clock } from '../model/clock.ts';

/** A clock that tests set. Sleeping moves it on at once. */
export interface SettableClock extends Clock {
  set(now: number): void;
  advance(ms: number): void;
}

/**
 * A clock that stands still until it is moved.
 *
 * @example
 * const clock = settableClock(Date.UTC(2026, 0, 5, 8));
 * clock.advance(60_000);
 */
export function settableClock(start: number = Date.UTC(2026, 0, 5, 8)): SettableClock {
  let now = start;
  return {
    now: () => now,
    set: (to) => {
      now = to;
    },
    advance: (ms) => {
      now += ms;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}
