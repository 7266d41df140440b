import type { EpochMs } from '@amtsbote/sdk';
import type { Candidate } from './grouping.ts';

/** What is known when it is decided whether a submission is complete. */
export interface Settling {
  readonly now: EpochMs;
  readonly settleMs: number;
  readonly requireDone: boolean;
}

/** `complete`: take it. `look-again`: after `settleMs`. `leave`: for a later run. */
export type Readiness = 'complete' | 'look-again' | 'leave';

/** Clocks of file servers and ours may differ by so much. */
const clockSkewMs = 30_000;
/** A message may come later than its attachments by so many times the settling time. */
const orphanPatience = 30;

/**
 * Decides from times and markers alone whether a submission is complete. A change that is long past proves it; what
 * changed recently must be seen twice, unchanged, because the clocks of file servers cannot be trusted.
 */
export function readinessOf(candidate: Candidate, { now, settleMs, requireDone }: Settling): Readiness {
  if (candidate.unreadable !== undefined) return 'complete';
  if (candidate.files.length === 0) return 'leave';
  if (candidate.marker !== undefined) return 'complete';
  if (requireDone) return 'leave';
  if (settleMs === 0) return 'complete';
  const quietMs = now - Math.max(...candidate.files.map((file) => file.stamp.changedMs));
  if (candidate.kind === 'orphan') return quietMs >= settleMs * orphanPatience + clockSkewMs ? 'complete' : 'leave';
  return quietMs >= settleMs + clockSkewMs ? 'complete' : 'look-again';
}
