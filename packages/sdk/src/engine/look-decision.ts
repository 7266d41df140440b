import type { Finding } from '../model/finding.ts';
import type { ChannelCapabilities } from '../target/channel.ts';

/** What is known when an `unknown` delivery was looked up. */
export interface Look {
  /** Different references found, over all channels. */
  readonly found: readonly string[];
  /** Look-ups that found nothing, this one not counted. */
  readonly earlierLooks: number;
  /** Of all channels of the target. */
  readonly capabilities: readonly ChannelCapabilities[];
  /** The ledger was restored from a backup since: the lifetime of an idempotency key may be over. */
  readonly restored?: boolean | undefined;
}

/** What follows from a look-up. */
export type LookDecision =
  | { readonly to: 'delivered'; readonly reference: string }
  | { readonly to: 'ready' }
  | { readonly to: 'look-again'; readonly inMs: number }
  | { readonly to: 'case'; readonly findings: readonly Finding[] };

const spacingMs = 1_000;

/**
 * One hit is adopted, more than one is a case; none is looked at twice, with the visibility lag in between. Absence counts as
 * proof only where a channel says so; a channel with an idempotency key may be asked again in any case.
 */
export function decideLook(look: Look): LookDecision {
  const [reference, second] = look.found;
  if (second !== undefined) return { to: 'case', findings: [foundTwice(look.found.length)] };
  if (reference !== undefined) return { to: 'delivered', reference };
  if (!look.capabilities.some((one) => one.find !== 'none')) return withoutLook(look);
  if (look.earlierLooks === 0)
    return { to: 'look-again', inMs: Math.max(spacingMs, ...look.capabilities.map((one) => one.visibilityLagMs)) };
  if (look.capabilities.some((one) => one.find === 'authoritative')) return { to: 'ready' };
  return withoutLook(look);
}

function withoutLook(look: Look): LookDecision {
  if (look.restored !== true && look.capabilities.some((one) => one.idempotencyKey)) return { to: 'ready' };
  return { to: 'case', findings: [unresolved] };
}

/** Look-ups that may fail in a row; with the usual waits that is about two and a half days. */
export const mostFailedLooks = 30;

/** Why a person is asked after so many failed look-ups in a row; undefined as long as it is tried again. */
export function afterFailedLooks(failed: number): Finding | undefined {
  if (failed < mostFailedLooks) return undefined;
  return {
    code: 'AB_LOOK_UP_FAILED',
    message: `The record may have been saved, and ${failed} look-ups in a row failed; the last cause follows`,
    hint: 'Look in the target by the delivery key, then answer with `amtsbote resolve`; `--retry` looks first.',
  };
}

const unresolved: Finding = {
  code: 'AB_OUTCOME_UNRESOLVED',
  message: 'The record may have been saved, and the target cannot tell',
  hint: 'Look in the target by the delivery key, then answer with `amtsbote resolve`.',
};

function foundTwice(count: number): Finding {
  return {
    code: 'AB_FOUND_TWICE',
    message: `The target has ${count} records with this delivery key`,
    hint: 'Clear it in the target, then answer with `amtsbote resolve --delivered REFERENCE`.',
  };
}
