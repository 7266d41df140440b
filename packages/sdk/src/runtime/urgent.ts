import type { Ledger } from '../ledger/contract.ts';
import type { WaitingAnswer } from '../ledger/deadlines.ts';
import type { DeadlineCount, LedgerCounts } from '../ledger/views.ts';
import type { CheckResult } from '../model/check.ts';
import type { EpochMs } from '../model/ids.ts';

/** Counts with what waits too long for its portal's patience, and portals with which something is wrong, as the last runs found it. */
export async function withUrgent(counts: LedgerCounts, { deadlines }: Pick<Ledger, 'deadlines'>, now: EpochMs): Promise<LedgerCounts> {
  const waiting = deadlineCounts(await deadlines.warned(now), now);
  const failing = await deadlines.failing();
  return {
    ...counts,
    ...(waiting.length > 0 && { deadlines: waiting }),
    ...(failing.length > 0 && { portalsFailing: failing }),
  };
}

/** Submissions that are warned of, counted by portal; the portal with the most urgent one first. */
export function deadlineCounts(waiting: readonly WaitingAnswer[], now: EpochMs): readonly DeadlineCount[] {
  return [...Map.groupBy(waiting, ({ portal }) => portal)].map(([portal, some]) => {
    const [soonest] = some;
    return {
      portal,
      submissions: some.length,
      over: some.filter(({ answerBy }) => answerBy <= now).length,
      warning: Math.max(...some.map(({ warning }) => warning)),
      soonest: { submission: soonest?.submission ?? '', answerBy: soonest?.answerBy ?? now },
    };
  });
}

/** What `doctor` says of submissions that are held here and that their portals will soon reject by themselves. */
export function deadlinesCheck(counts: readonly DeadlineCount[]): readonly CheckResult[] {
  return counts.map(({ portal, submissions, over, soonest }) => ({
    name: `portal ${portal} is answered in time`,
    ok: over === 0,
    warning: over === 0,
    code: 'AB_PORTAL_DEADLINE',
    detail: `${submissions} wait for their answer, ${soonest.submission} until ${new Date(soonest.answerBy).toISOString()}`,
    hint: 'Answer their cases, or see to their targets (`amtsbote list`): the portal will reject them by itself.',
  }));
}
