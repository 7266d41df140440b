import type { RetryConfig } from '../config/config.ts';
import type { Random } from '../model/clock.ts';

/** How failed attempts are repeated, and by which chance. */
export interface RetryPolicy {
  readonly retry: RetryConfig;
  readonly random: Random;
}

const leastMs = 1_000;

/**
 * How long to wait before the next attempt: exponential with full jitter, at least a second and at least what the target asked
 * for.
 *
 * @param attempt the number of attempts made, from 1
 */
export function backoffMs({ retry, random }: RetryPolicy, attempt: number, askedMs = 0): number {
  const bound = Math.min(retry.maxMs, retry.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(leastMs, askedMs, Math.round(random() * bound));
}
