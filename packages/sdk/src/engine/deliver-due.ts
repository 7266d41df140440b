import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { Claim } from '../ledger/contract.ts';
import type { EngineContext, EngineTarget } from './context.ts';
import { deliverOne } from './deliver-one.ts';
import type { RunTally } from './run-tally.ts';

/** Deliveries of one target at the same time. A web UI takes one at a time whatever stands here. */
const perTarget = 4;

/** What a run of deliveries is bounded by. */
export interface DeliverRun {
  readonly tally: RunTally;
  readonly signal: AbortSignal;
  /** Only these routes; undefined means all. */
  readonly routes?: readonly string[] | undefined;
}

/** Delivers what is due until nothing is, the targets side by side. */
export async function deliverDue(context: EngineContext, run: DeliverRun): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const workOn = async (target: string): Promise<void> => {
    try {
      await work(context, target, { ...run, signal });
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  const targets = await widths(context);
  const ends = await Promise.allSettled(targets.flatMap(({ name, width }) => Array.from({ length: width }, () => workOn(name))));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function work(context: EngineContext, target: string, run: DeliverRun): Promise<void> {
  while (!run.signal.aborted && !run.tally.deliveriesFull) {
    const claim = await context.ledger.deliveries.claim({ now: context.clock.now(), routes: run.routes, targets: [target] });
    if (claim === undefined) return;
    context.boundary('delivery:claimed');
    run.tally.touch(claim.submission);
    run.tally.count('attempts');
    await deliverOrDefect(context, claim, run);
  }
}

/** A defect of ours around an attempt becomes a case of that delivery; the others go on. */
async function deliverOrDefect(context: EngineContext, claim: Claim, run: DeliverRun): Promise<void> {
  try {
    await deliverOne(context, claim, run.signal);
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'stop-run') throw error;
    run.tally.count('defects');
    throw error;
  }
}

/** How many deliveries each target takes at once. Targets with nothing due stay closed. */
async function widths(context: EngineContext): Promise<readonly { readonly name: string; readonly width: number }[]> {
  const due = await context.ledger.deliveries.targetsDue(context.clock.now());
  const wanted = [...context.targets.values()].filter((target) => due.has(target.name));
  return Promise.all(wanted.map(async (target) => ({ name: target.name, width: await widthOf(context, target) })));
}

async function widthOf(context: EngineContext, target: EngineTarget): Promise<number> {
  if (context.dryRun !== undefined) return 1;
  const { channels } = await target.open();
  return channels.some((channel) => channel.kind === 'rpa') ? 1 : perTarget;
}
