import type { LedgerCounts } from '@amtsbote/sdk/runtime';
import { type Context, withRuntime } from '../../context.ts';

/** Counts, pauses and the last run. */
export async function status(context: Context): Promise<LedgerCounts> {
  return await withRuntime(context, (runtime) => runtime.status());
}
