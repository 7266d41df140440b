import type { SubmissionId } from '../model/ids.ts';
import type { Wiring } from './open-runtime.ts';
import type { AccessReason } from './subject.ts';
import { idOf } from './sync.ts';

/** What became of a legal hold. */
export interface HoldResult {
  readonly id: SubmissionId;
  readonly held: boolean;
  /** False when it already was so. */
  readonly changed: boolean;
}

/**
 * Sets or releases the legal hold of a submission: while it stands, nothing of it is purged.
 *
 * @throws ConfigurationFault AB_ID_UNKNOWN
 */
export async function changeHold(wiring: Wiring, id: string, change: AccessReason & { readonly on: boolean }): Promise<HoldResult> {
  const { retention } = await wiring.ledger();
  const submission = await idOf(wiring, id);
  const changed = await retention.hold(submission, { ...change, now: wiring.services.clock.now() });
  return { id: submission, held: change.on, changed };
}
