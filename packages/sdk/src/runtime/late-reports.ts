import type { LedgerCounts } from '../ledger/views.ts';
import type { CheckResult } from '../model/check.ts';
import type { EpochMs } from '../model/ids.ts';

/** A portal that has not taken a report for so long deserves a look. */
const lateMs = 24 * 60 * 60_000;

/** Counts that say whether a report has waited too long for its portal. */
export function withLateReports(counts: LedgerCounts, now: EpochMs): LedgerCounts {
  const { reportsWaitSince: since } = counts;
  return since !== undefined && now - since > lateMs ? { ...counts, reportsLate: true } : counts;
}

/** What `doctor` says of reports that wait. */
export function reportsCheck(counts: LedgerCounts, now: EpochMs): readonly CheckResult[] {
  const { reportsWaiting, reportsWaitSince: since, reportsLate } = withLateReports(counts, now);
  if (reportsWaiting === 0 || since === undefined) return [];
  return [
    {
      name: 'portals take their reports',
      ok: reportsLate !== true,
      detail: `${reportsWaiting} wait, the oldest since ${new Date(since).toISOString()}`,
      hint: 'They are sent again by every run, with growing waits. See what the checks of the portals say.',
    },
  ];
}
