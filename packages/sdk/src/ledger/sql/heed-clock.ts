import type { EpochMs } from '../../model/ids.ts';
import { type Db, literal } from './context.ts';

/** Brings back what lies further ahead than any wait is long, in the caller's transaction: the clock was put back since it was written. */
export async function heedClock(tx: Db, now: EpochMs, longestMs: number): Promise<void> {
  const latest = now + longestMs;
  await tx.updateTable('pauses').set({ until: now }).where('until', '>', latest).execute();
  await tx.updateTable('deliveries').set({ due_at: now }).where('state', '=', literal('ready')).where('due_at', '>', latest).execute();
  await tx
    .updateTable('deliveries')
    .set(({ eb, ref, lit }) => ({ due_at: eb(eb(lit(now), '+', ref('max_in_flight_ms')), '+', ref('visibility_lag_ms')) }))
    .where('state', '=', literal('unknown'))
    .where('due_at', '>', latest)
    .execute();
  await tx.updateTable('reports').set({ due_at: now }).where('sent_at', 'is', null).where('due_at', '>', latest).execute();
}
