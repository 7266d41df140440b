import type { TargetLedger } from '../../ledger/targets.ts';
import type { PauseView } from '../../ledger/views.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { OpeningHours } from './opening-hours.ts';

/** A target, as far as its rest goes. */
export interface RestingTarget {
  readonly name: string;
  readonly hours?: OpeningHours | undefined;
}

/**
 * Why a target takes no delivery now, and until when; undefined when it does. Of a pause and closed hours the one that ends later.
 * Behind the end of a pause one delivery is tried first, which is no rest.
 */
export function restOf(target: RestingTarget, pauses: readonly PauseView[], now: EpochMs): PauseView | undefined {
  const pause = pauses.find((one) => one.target === target.name && one.until > now);
  const closing = target.hours?.closing(Math.max(now, pause?.until ?? now));
  if (closing === undefined) return pause;
  return { target: target.name, until: closing.until, code: 'AB_TARGET_CLOSED', why: closing.why };
}

/** The rests of all targets that have one now. */
export async function restsOf(
  targets: Iterable<RestingTarget>,
  ledger: { readonly targets: Pick<TargetLedger, 'pauses'> },
  now: EpochMs,
): Promise<ReadonlyMap<string, PauseView>> {
  const pauses = await ledger.targets.pauses();
  return new Map([...targets].flatMap((target) => restOf(target, pauses, now) ?? []).map((rest) => [rest.target, rest]));
}
