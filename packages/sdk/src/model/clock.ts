import type { EpochMs } from './ids.ts';

/** Time as the engine sees it. Inject {@link systemClock}, or a clock that a test sets. */
export interface Clock {
  /** Now, in milliseconds since 1970. */
  now(): EpochMs;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Milliseconds since the machine started, by a clock that nobody sets. Where it is missing, it goes unnoticed that {@link now} was set
   * between two runs.
   */
  sinceBoot?(): number;
}

/** Randomness as the engine sees it: a number from 0 (included) to 1 (excluded). */
export type Random = () => number;
