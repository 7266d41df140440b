import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { PlannedSubmission, PlanResult } from '../ledger/contract.ts';
import type { Finding } from '../model/finding.ts';
import type { SubmissionId } from '../model/ids.ts';
import type { EngineContext } from './context.ts';
import { readSubmission } from './read-submission.ts';
import type { RunTally } from './run-tally.ts';

/** Submissions whose plans are written together: what a crash lets be read again. */
const plannedTogether = 20;

/** Reads everything that is `received`, until nothing is, and gives it its deliveries, or its reason why not. */
export async function planReceived(context: EngineContext, run: { tally: RunTally; signal: AbortSignal }): Promise<void> {
  const { intake } = context.ledger;
  for (let ids = await intake.unread(plannedTogether); ids.length > 0; ids = await intake.unread(plannedTogether)) {
    const plans: PlannedSubmission[] = [];
    for (const id of ids) {
      if (run.signal.aborted) break;
      plans.push(await planFor(context, id, run.tally));
    }
    await writePlans(context, plans);
    if (run.signal.aborted) return;
  }
}

async function planFor(context: EngineContext, id: SubmissionId, tally: RunTally): Promise<PlannedSubmission> {
  tally.touch(id);
  const submission = await context.ledger.intake.open(id);
  return { id, ...(await readOrDefect(context, submission, tally)) };
}

async function writePlans(context: EngineContext, plans: readonly PlannedSubmission[]): Promise<void> {
  if (plans.length === 0) return;
  const { ledger, clock, boundary } = context;
  boundary('plan:before');
  const results = await ledger.intake.plan(plans, clock.now());
  boundary('plan:done');
  for (const [index, planned] of plans.entries()) tellOf(context, planned, results[index] ?? { keys: [] });
}

function tellOf({ emit }: EngineContext, { id, plan }: PlannedSubmission, { keys, overruled }: PlanResult): void {
  if (overruled !== undefined) return emit({ type: 'case', submission: id, findings: [overruled] });
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
): Promise<Omit<PlannedSubmission, 'id'>> {
  try {
    return await readSubmission(context, submission);
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'stop-run') throw error;
    tally.count('defects');
    const name = error instanceof Error ? error.name : typeof error;
    const finding: Finding = { code: 'AB_DEFECT', message: `Reading the message failed unexpectedly (${name})` };
    return { plan: { outcome: 'case', findings: [finding] } };
  }
}
