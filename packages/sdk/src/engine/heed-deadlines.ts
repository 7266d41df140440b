import type { Closing } from '../ledger/deadlines.ts';
import type { EngineContext } from './context.ts';
import type { RunTally } from './run-tally.ts';

/** Which deadlines a run heeds. */
export interface DeadlineRun {
  readonly tally: RunTally;
  readonly signal: AbortSignal;
  /** Only submissions of this portal. */
  readonly portal?: string | undefined;
}

/**
 * Before anything is delivered: what portals have rejected by themselves meanwhile is delivered by nobody without a person. Its applicant
 * was told otherwise.
 */
export async function stopRejected(context: EngineContext, run: DeadlineRun): Promise<void> {
  await closeAndTell(context, run, 'answer');
}

/** At the end of a run: warns of what portals will reject by themselves, and makes cases of what a person must see to in time. */
export async function heedDeadlines(context: EngineContext, run: DeadlineRun): Promise<void> {
  if (run.signal.aborted) return;
  const { ledger, clock, emit } = context;
  for (const raised of await ledger.deadlines.warn(clock.now())) emit({ type: 'deadline', ...raised });
  await closeAndTell(context, run, 'case');
}

async function closeAndTell({ ledger, clock, emit, boundary }: EngineContext, run: DeadlineRun, over: Closing['over']): Promise<void> {
  const closed = await ledger.deadlines.close({ now: clock.now(), over, portal: run.portal });
  if (closed.length > 0) boundary('deadline:closed');
  for (const { submission, delivery, findings } of closed) {
    run.tally.touch(submission);
    if (delivery === undefined) emit({ type: 'case', submission, findings });
    else emit({ type: 'outcome', submission, delivery, state: 'case', findings });
  }
}
