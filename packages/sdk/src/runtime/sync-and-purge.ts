import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { Wiring } from './open-runtime.ts';
import type { PurgeResult } from './purge.ts';
import type { SyncOptions, SyncResult } from './runtime.ts';
import { sync } from './sync.ts';

/** How long what goes by itself may hold up the end of a run; the next run goes on. */
const budgetMs = 10_000;

/** One run, and what is over purged at its end where the configuration says so. */
export async function syncAndPurge(wiring: Wiring, options: SyncOptions): Promise<SyncResult> {
  const result = await sync(wiring, options);
  if (!wiring.config.retention.automatic || result.interrupted) return result;
  return { ...result, purged: await purgeUnlessBusy(wiring, options.signal) };
}

/** Another run that began meanwhile purges at its own end. */
async function purgeUnlessBusy(wiring: Wiring, signal: AbortSignal | undefined): Promise<PurgeResult | undefined> {
  const { purge } = await import('./purge.ts');
  try {
    return await purge(wiring, { by: 'retention', budgetMs, signal });
  } catch (error) {
    if (isAmtsboteError(error) && error.code === 'AB_LEDGER_BUSY') return undefined;
    throw error;
  }
}
