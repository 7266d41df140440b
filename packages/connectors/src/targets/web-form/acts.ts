import { OutcomeUnknown } from '@amtsbote/sdk';
import { type CommitAnswer, awaitAnywhere } from '@amtsbote/sdk/rpa';
import { refusalOf } from './confirm-record.ts';
import type { CommitDescription, FormStep, RecordDescription } from './description.ts';
import type { Entry } from './entry.ts';

/** One act that writes: the steps to it, and its commit. */
export interface Act {
  /** A fixed phrase. */
  readonly name: string;
  readonly steps: readonly FormStep[];
  readonly commit: CommitDescription;
  readonly repeatable: boolean;
}

/** The acts that make one record, in their order: one as a rule, more where tabs save one by one. */
export function actsOf(recordType: string, description: RecordDescription): readonly Act[] {
  const { commit, further = [] } = description;
  const first: Act = { name: recordType, steps: withExternalReference(description), commit, repeatable: false };
  return [first, ...further.map((each) => ({ ...each, repeatable: each.repeatable ?? false }))];
}

/** `externalReference` is short for one more label in the last `fill` of the steps. */
export function withExternalReference({
  steps,
  externalReference,
}: Pick<RecordDescription, 'steps' | 'externalReference'>): readonly FormStep[] {
  if (externalReference === undefined) return steps;
  const last = steps.findLastIndex((step) => 'fill' in step);
  const labelled = { [externalReference]: '{deliveryKey}' };
  if (last < 0) return [...steps, { fill: labelled }];
  return steps.map((step, at) => (at === last && 'fill' in step ? { fill: { ...step.fill, ...labelled } } : step));
}

/**
 * Waits until the page shows that an act was saved which others follow.
 *
 * @throws what a refusal means for the act; OutcomeUnknown when the page shows neither
 */
export async function expectSaved({ description, attempt, timeoutMs }: Entry, act: Act, { page, status }: CommitAnswer): Promise<void> {
  const { saved = '' } = act.commit;
  const { errors } = description;
  const ends = [saved, ...(errors === undefined ? [] : [errors.selector])];
  const shown = await awaitAnywhere(page, ends, { signal: attempt.signal, timeoutMs });
  if (shown === saved) return;
  if (shown !== undefined) throw await refusalOf(description, page);
  throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `after "${act.name}" (HTTP ${status}) the page does not show that it was saved`);
}
