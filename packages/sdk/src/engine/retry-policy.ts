import type { RetryConfig } from '../config/config.ts';
import type { Random } from '../model/clock.ts';

const leastMs = 1_000;

/**
 * How long to wait before the next attempt: exponential with full jitter, at least a second and at least what the target asked
 * for.
 *
 * @param attempt the number of attempts made, from 1
 */
export function backoffMs(retry: RetryConfig, attempt: number, random: Random, askedMs = 0): number {
  const bound = Math.min(retry.maxMs, retry.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(leastMs, askedMs, Math.round(random() * bound));
}
