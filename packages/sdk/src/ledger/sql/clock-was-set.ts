import type { EpochMs } from '../../model/ids.ts';
import { type Db, literal } from './context.ts';

/** Beyond that the clock was set; a false alarm costs the declared times of what is `unknown`. */
const toleranceMs = 1_000;

/** When a run begins, by both clocks. */
interface Moment {
  readonly now: EpochMs;
  /** The start of the machine that {@link sinceBootMs} counts from. */
  readonly boot: string;
  readonly sinceBootMs: number;
}

/**
 * Lets everything `unknown` wait its declared times anew, in the caller's transaction, when the clock was set since the run before: its
 * request may have left a moment ago, whatever the clock says.
 */
export async function waitAnewIfSet(tx: Db, moment: Moment): Promise<void> {
  const before = await tx
    .selectFrom('runs')
    .select(['started_at', 'since_boot_ms'])
    .where('boot', '=', moment.boot)
    .where('since_boot_ms', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (before === undefined) return;
  const passedMs = moment.sinceBootMs - (before.since_boot_ms ?? 0);
  if (Math.abs(moment.now - before.started_at - passedMs) <= toleranceMs) return;
  await tx
    .updateTable('deliveries')
    .set(({ eb, ref, lit }) => ({ due_at: eb(eb(lit(moment.now), '+', ref('max_in_flight_ms')), '+', ref('visibility_lag_ms')) }))
    .where('state', '=', literal('unknown'))
    .execute();
}
