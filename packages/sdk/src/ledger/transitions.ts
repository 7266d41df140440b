import type { DeliveryState } from '../model/states.ts';

/**
 * Every change of a delivery's state that may happen. The ledger refuses all others. ARCHITECTURE section 4.
 *
 * `case` → `delivered` and `rejected` → `case` are answers of a person; `committing` → `ready` needs proof that the act
 * was not done; `unknown` → `ready` proven absence, or a replay under the same idempotency key.
 */
export const transitions: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  ready: ['attempting', 'case', 'rejected'],
  attempting: ['committing', 'ready', 'case', 'rejected'],
  committing: ['delivered', 'unknown', 'ready', 'rejected'],
  unknown: ['delivered', 'ready', 'case'],
  delivered: [],
  rejected: ['case'],
  case: ['ready', 'delivered', 'rejected'],
};

/** True when the table allows the change. */
export function mayChange(from: DeliveryState, to: DeliveryState): boolean {
  return transitions[from].includes(to);
}

/** States in which nothing more happens without a person. */
export function isSettled(state: DeliveryState): boolean {
  return state === 'delivered' || state === 'rejected' || state === 'case';
}
