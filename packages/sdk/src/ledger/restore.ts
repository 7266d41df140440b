import type { EpochMs } from '../model/ids.ts';

/** What {@link RestoreLedger.mark} found. */
export interface RestoreMarks {
  /** Deliveries that were open. */
  readonly open: number;
  /** Submissions that were shredded after the backup was made. */
  readonly shredded: number;
}

/** What follows when a ledger was put back from a backup: what went out since is not in it. */
export interface RestoreLedger {
  /**
   * Makes every open delivery `unknown`, to be looked up before anything is sent, and ends runs that were under way. Until
   * {@link intakeComplete}, new deliveries begin as `unknown`, too: a portal may hand over again what the lost ledger delivered.
   * What was shredded after the backup is closed for good.
   */
  mark(now: EpochMs): Promise<RestoreMarks>;
  /** Notes that a run has taken in all that the portals held since the restore: what they hand over later is new. */
  intakeComplete(startedAt: EpochMs, endedAt: EpochMs): Promise<void>;
}
