import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { SubmissionPlan } from '../ledger/contract.ts';
import type { SubmissionId } from '../model/ids.ts';
import type { EngineContext } from './context.ts';
import { readSubmission } from './read-submission.ts';
import type { RunTally } from './run-tally.ts';

/** Reads everything that is `received`, until nothing is, and gives it its deliveries, or its reason why not. */
export async function planReceived(context: EngineContext, run: { tally: RunTally; signal: AbortSignal }): Promise<void> {
  const { ledger } = context;
  for (let ids = await ledger.intake.unread(); ids.length > 0; ids = await ledger.intake.unread()) {
    for (const id of ids) {
      if (run.signal.aborted) return;
      await planOne(context, id, run.tally);
    }
  }
}

async function planOne(context: EngineContext, id: SubmissionId, tally: RunTally): Promise<void> {
  const { ledger, clock, boundary, emit } = context;
  tally.touch(id);
  const submission = await ledger.intake.open(id);
  const plan = await readOrDefect(context, submission, tally);
  boundary('plan:before');
  const keys = await ledger.intake.plan(id, plan, clock.now());
  boundary('plan:done');
  if (plan.outcome !== 'routed') return emit({ type: plan.outcome, submission: id, findings: plan.findings });
  for (const [index, { route }] of plan.deliveries.entries()) {
    const delivery = keys[index];
    if (delivery !== undefined) emit({ type: 'ready', submission: id, delivery, route });
  }
}

/** A defect while reading stops this submission, not the run. Its message stays out: it could quote the message. */
async function readOrDefect(
  context: EngineContext,
  submission: Parameters<typeof readSubmission>[1],
  tally: RunTally,
): Promise<SubmissionPlan> {
  try {
    return await readSubmission(context, submission);
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'stop-run') throw error;
    tally.count('defects');
    const name = error instanceof Error ? error.name : typeof error;
    return { outcome: 'case', findings: [{ code: 'AB_DEFECT', message: `Reading the message failed unexpectedly (${name})` }] };
  }
}
