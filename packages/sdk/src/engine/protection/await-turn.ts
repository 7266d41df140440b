import type { PauseView } from '../../ledger/views.ts';
import type { EngineContext, EngineTarget } from '../context.ts';
import { restOf } from './target-rest.ts';

/**
 * Waits until a target may take its next due delivery, when it rests or its budget is used up for now. False when nothing is due, or
 * its turn comes too late for this run: then the next run goes on, and this one says why.
 */
export async function awaitTurn(
  context: EngineContext,
  target: EngineTarget,
  run: { readonly signal: AbortSignal; readonly waitUntil: number; readonly tally: { readonly deliveriesFull: boolean } },
): Promise<boolean> {
  const { clock, ledger, emit } = context;
  if (run.signal.aborted || run.tally.deliveriesFull || context.dryRun !== undefined) return false;
  const now = clock.now();
  if (!(await ledger.deliveries.targetsDue(now)).has(target.name)) return false;
  const turn = await nextTurn(context, target, now);
  if (turn === undefined) return false;
  const { until, code, why } = turn;
  emit({ type: 'target-waits', target: target.name, untilMs: until, code, why });
  if (until > run.waitUntil) return false;
  await clock.sleep(until - now, run.signal).catch(() => undefined);
  return true;
}

async function nextTurn({ ledger }: EngineContext, target: EngineTarget, now: number): Promise<PauseView | undefined> {
  const rest = restOf(target, await ledger.targets.pauses(), now);
  const perMinute = target.limits?.perMinute;
  if (rest !== undefined || perMinute === undefined) return rest;
  const until = await ledger.targets.nextStart(target.name, perMinute, now);
  return until === undefined ? undefined : { target: target.name, until, code: 'AB_TARGET_BUDGET' };
}
