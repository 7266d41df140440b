import type { SyncResult } from '@amtsbote/sdk/runtime';

/** The result of a run without what was only handed over again: that is not the work of this run. */
export function withoutKnown(result: SyncResult, known: ReadonlySet<string>): SyncResult {
  return { ...result, submissions: result.submissions.filter(({ id }) => !known.has(id)) };
}
