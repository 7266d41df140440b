import { exitCodes } from '../../exit-codes.ts';
import type { RunEnd } from './run-loop.ts';

/** What is known of the service. */
export interface Facts {
  readonly isLedgerReachable: boolean;
  readonly runningSince?: number | undefined;
  readonly last?: RunEnd | undefined;
  readonly nextAt?: number | undefined;
  readonly callbacks: CallbackCounts;
}

/** Callbacks since the service was started. */
export interface CallbackCounts {
  readonly taken: number;
  readonly refused: number;
}

/** The document of `/health`. No name of a portal, no id, no content. Times are milliseconds since 1970. */
export interface Health {
  readonly schema: 'amtsbote.health/1';
  readonly status: 'ok' | 'failing';
  readonly ledger: 'reachable' | 'unreachable';
  readonly runningSince: number | null;
  readonly lastRun: RunEnd | null;
  readonly nextRunAt: number | null;
  readonly callbacks: CallbackCounts;
}

const broken: ReadonlySet<number> = new Set([exitCodes.defect, exitCodes.usage]);

/**
 * What the health endpoint says. It fails when the ledger cannot be opened or the last run could not do its work (a defect, the
 * configuration): a portal that is down, or cases that wait for a person, are no fault of the service.
 */
export function healthOf({ isLedgerReachable, runningSince, last, nextAt, callbacks }: Facts): Health {
  const isOk = isLedgerReachable && (last === undefined || !broken.has(last.exitCode));
  return {
    schema: 'amtsbote.health/1',
    status: isOk ? 'ok' : 'failing',
    ledger: isLedgerReachable ? 'reachable' : 'unreachable',
    runningSince: runningSince ?? null,
    lastRun: last ?? null,
    nextRunAt: nextAt ?? null,
    callbacks,
  };
}
