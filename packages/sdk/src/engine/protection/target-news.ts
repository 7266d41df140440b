import type { RetryConfig } from '../../config/config.ts';
import type { AmtsboteError } from '../../errors/amtsbote-error.ts';
import type { TargetNews } from '../../ledger/targets.ts';
import { type CircuitConfig, defaultCircuit } from '../../model/protection.ts';

/** How long a target rests after a failed login: an hour, and longer each time that a probe fails, so that no account is locked. */
const login: Omit<CircuitConfig, 'failures'> = { firstMs: 60 * 60_000, maxMs: 24 * 60 * 60_000 };
/** The longest that a target may ask us to wait. */
const longestAskedMs = 24 * 60 * 60_000;

/** How failures of a target are counted, and how long it rests. */
export interface NewsPolicy {
  readonly retry: RetryConfig;
  readonly circuit?: CircuitConfig | undefined;
}

/**
 * What a failed attempt or look-up tells of its target; undefined when it tells nothing, such as a defect of ours or what a person must
 * decide. A form that is not as described counts as a failure: it is the same for all submissions.
 */
export function newsOf(error: AmtsboteError, policy: NewsPolicy): TargetNews | undefined {
  const { effect, code } = error;
  const failed: TargetNews = { kind: 'failed', code, circuit: policy.circuit ?? defaultCircuit };
  switch (effect) {
    case 'rejected':
      return { kind: 'well' };
    case 'unknown':
      return failed;
    case 'not-delivered':
      return code === 'AB_INTERRUPTED' ? undefined : failed;
    case 'case':
      return code === 'AB_FORM_CHANGED' ? failed : undefined;
    case 'throttled':
      return throttled(error, policy);
    case 'pause-target':
      return { kind: 'pause', code, circuit: login };
    default:
      return undefined;
  }
}

function throttled({ code, retryAfterMs }: AmtsboteError, { retry, circuit = defaultCircuit }: NewsPolicy): TargetNews {
  const askedMs = retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, longestAskedMs);
  const firstMs = Math.max(1_000, askedMs ?? retry.firstMs);
  return { kind: 'pause', code, circuit: { firstMs, maxMs: Math.max(firstMs, circuit.maxMs) }, askedMs };
}
