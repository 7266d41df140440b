import { restOf, restsOf } from '../engine/protection/target-rest.ts';
import type { Ledger } from '../ledger/contract.ts';
import type { DeliverySummary, LedgerCounts, PauseView, SubmissionSummary } from '../ledger/views.ts';
import type { Wiring } from './open-runtime.ts';

/** Submissions with what their waiting deliveries wait for, where that is their target and not their own next attempt. */
export async function withRests<T extends SubmissionSummary>(
  { targets, services }: Pick<Wiring, 'targets' | 'services'>,
  ledger: Pick<Ledger, 'targets'>,
  submissions: readonly T[],
): Promise<readonly T[]> {
  if (!submissions.some(({ deliveries }) => deliveries.some(isWaiting))) return submissions;
  const rests = await restsOf(targets.values(), ledger, services.clock.now());
  if (rests.size === 0) return submissions;
  return submissions.map((submission) => ({
    ...submission,
    deliveries: submission.deliveries.map((delivery) => withRest(delivery, rests.get(delivery.target))),
  }));
}

/** Counts with the targets that are closed now, besides those that rest. */
export function withClosings({ targets, services }: Pick<Wiring, 'targets' | 'services'>, counts: LedgerCounts): LedgerCounts {
  const now = services.clock.now();
  const closed = [...targets.values()].flatMap((target) => restOf(target, [], now) ?? []);
  return closed.length === 0 ? counts : { ...counts, pauses: [...counts.pauses, ...closed] };
}

function isWaiting({ state }: DeliverySummary): boolean {
  return state === 'ready' || state === 'unknown';
}

function withRest(delivery: DeliverySummary, rest: PauseView | undefined): DeliverySummary {
  if (rest === undefined || !isWaiting(delivery) || (delivery.dueAt ?? 0) >= rest.until) return delivery;
  const { until, code, why } = rest;
  return { ...delivery, dueAt: until, waits: { until, code, why } };
}
