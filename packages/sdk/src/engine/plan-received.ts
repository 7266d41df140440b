import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { PlannedSubmission, PlanResult } from '../ledger/contract.ts';
import type { Finding } from '../model/finding.ts';
import type { SubmissionId } from '../model/ids.ts';
import type { EngineContext } from './context.ts';
import { readSubmission } from './read-submission.ts';
import type { RunTally } from './run-tally.ts';

/** Submissions whose plans are written together: what a crash lets be read again. */
const plannedTogether = 20;
/** A submission that was being read when so many processes ended is not read again. */
const mostDeaths = 2;

/** Reads everything that is `received`, until nothing is, and gives it its deliveries, or its reason why not. */
export async function planReceived(context: EngineContext, run: { tally: RunTally; signal: AbortSignal }): Promise<void> {
  const { intake } = context.ledger;
  for (let ids = await intake.unread(plannedTogether); ids.length > 0; ids = await intake.unread(plannedTogether)) {
    await planTogether(context, ids, run);
    if (run.signal.aborted) return;
  }
}

/**
 * Reads, one by one, what was being read when a process ended: one of them may be the cause. For the end of a run, when all others are
 * delivered and reported; one that ends the process again becomes a case, with its content left alone. What outlives its reading is no
 * suspect any more, whatever ends the process behind it. Returns how many there were.
 */
export async function planSuspects(context: EngineContext, run: { tally: RunTally; signal: AbortSignal }): Promise<number> {
  const suspects = await context.ledger.intake.suspects();
  for (const { id, begun } of suspects) {
    if (run.signal.aborted) break;
    if (begun < mostDeaths) await readAlone(context, id, run.tally);
    else await writePlans(context, [{ id, plan: { outcome: 'case', findings: [readingDied(begun)] } }]);
    run.tally.touch(id);
  }
  return suspects.length;
}

async function planTogether(
  context: EngineContext,
  ids: readonly SubmissionId[],
  { tally, signal }: { tally: RunTally; signal: AbortSignal },
): Promise<void> {
  const { intake } = context.ledger;
  const plans: PlannedSubmission[] = [];
  await intake.beginReading(ids);
  try {
    for (const id of ids) {
      if (signal.aborted) break;
      plans.push(await planFor(context, id, tally));
    }
  } finally {
    const left = ids.slice(plans.length);
    if (left.length > 0) await intake.leaveUnread(left);
  }
  await writePlans(context, plans);
}

async function readAlone(context: EngineContext, id: SubmissionId, tally: RunTally): Promise<void> {
  const { intake } = context.ledger;
  await intake.beginReading([id]);
  const planned = await planFor(context, id, tally);
  await intake.leaveUnread([id]);
  await writePlans(context, [planned]);
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
  if (overruled !== undefined) {
    const findings = plan.outcome === 'routed' ? [overruled] : [...plan.findings, overruled];
    return emit({ type: 'case', submission: id, findings });
  }
  if (plan.outcome !== 'routed') return emit({ type: plan.outcome, submission: id, findings: plan.findings });
  for (const [index, { route }] of plan.deliveries.entries()) {
    const delivery = keys[index];
    if (delivery !== undefined) emit({ type: 'ready', submission: id, delivery, route });
  }
}

/** A reading that waits for ever, such as for a module of the project, is given up: the others have their turn. */
async function readInTime(
  context: EngineContext,
  submission: Parameters<typeof readSubmission>[1],
): Promise<Omit<PlannedSubmission, 'id'>> {
  const { attemptMs } = context.retry;
  const late = Promise.withResolvers<Omit<PlannedSubmission, 'id'>>();
  const finding: Finding = { code: 'AB_DEADLINE', message: `Reading the message took longer than ${attemptMs} ms` };
  const timer = setTimeout(() => late.resolve({ plan: { outcome: 'case', findings: [finding] } }), attemptMs);
  try {
    return await Promise.race([readSubmission(context, submission), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A defect while reading stops this submission, not the run. Its message stays out: it could quote the message. */
async function readOrDefect(
  context: EngineContext,
  submission: Parameters<typeof readSubmission>[1],
  tally: RunTally,
): Promise<Omit<PlannedSubmission, 'id'>> {
  try {
    return await readInTime(context, submission);
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'stop-run') throw error;
    tally.count('defects');
    const name = error instanceof Error ? error.name : typeof error;
    const finding: Finding = { code: 'AB_DEFECT', message: `Reading the message failed unexpectedly (${name})` };
    return { plan: { outcome: 'case', findings: [finding] } };
  }
}

function readingDied(begun: number): Finding {
  return { code: 'AB_READING_DIED', message: `The process ended ${begun} times while this message was read` };
}
