import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { Claim } from '../ledger/contract.ts';
import type { EngineContext, EngineTarget } from './context.ts';
import { deliverOne, type DeliveryRun, toCase } from './deliver-one.ts';
import { awaitTurn } from './protection/await-turn.ts';
import type { RunTally } from './run-tally.ts';

/** Deliveries of one target at the same time, where nothing else is said. A web UI takes one at a time whatever stands there. */
const perTarget = 4;

/** What a run of deliveries is bounded by. */
export interface DeliverRun {
  readonly tally: RunTally;
  readonly signal: AbortSignal;
  /** Only these routes; undefined means all. */
  readonly routes?: readonly string[] | undefined;
  /** Told of each delivery that has ended, however. */
  readonly deliveryEnded?: (() => void) | undefined;
}

/** Delivers what is due until nothing is, the targets side by side. */
export async function deliverDue(context: EngineContext, run: DeliverRun): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const { clock, ledger, retry } = context;
  const now = clock.now();
  const workOn = async (target: EngineTarget): Promise<void> => {
    try {
      await serve(context, target, { ...run, signal, waitUntil: now + retry.waitForUnknownMs });
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  const due = await ledger.deliveries.targetsDue(now);
  const ends = await Promise.allSettled([...context.targets.values()].filter(({ name }) => due.has(name)).map(workOn));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

interface ServeRun extends DeliverRun {
  /** How long the run waits for the turn of a target. */
  readonly waitUntil: number;
}

/** Delivers to one target; behind a pause one delivery at a time until one was taken. A target at rest stays closed. */
async function serve(context: EngineContext, target: EngineTarget, run: ServeRun): Promise<void> {
  const { ledger } = context;
  do {
    let claimed = true;
    while (claimed && (await ledger.targets.pauses()).some((pause) => pause.target === target.name)) {
      claimed = await deliverNext(context, target, run);
    }
    if (claimed) await serveSideBySide(context, target, run);
  } while (await awaitTurn(context, target, run));
}

async function serveSideBySide(context: EngineContext, target: EngineTarget, run: ServeRun): Promise<void> {
  if (target.hours?.closing(context.clock.now()) !== undefined) return;
  const work = async (): Promise<void> => {
    for (let claim = await claimNext(context, target, run); claim !== undefined;)
      claim = await deliverAndClaim(context, target, { claim, run });
  };
  const ends = await Promise.allSettled(Array.from({ length: await widthOf(context, target) }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Makes one delivery; false when there is none to be made now. */
async function deliverNext(context: EngineContext, target: EngineTarget, run: ServeRun): Promise<boolean> {
  const claim = await claimNext(context, target, run);
  if (claim !== undefined) await deliverOrDefect(context, claim, run);
  return claim !== undefined;
}

async function claimNext(context: EngineContext, target: EngineTarget, run: ServeRun): Promise<Claim | undefined> {
  const { clock, ledger } = context;
  const now = clock.now();
  if (run.signal.aborted || run.tally.deliveriesFull || target.hours?.closing(now) !== undefined) return undefined;
  const perMinute = context.dryRun === undefined ? target.limits?.perMinute : undefined;
  // Counted before, so that deliveries side by side do not go beyond a limit together.
  run.tally.count('attempts');
  const claim = await ledger.deliveries.claim({ now, routes: run.routes, targets: [target.name], perMinute });
  if (claim === undefined) {
    run.tally.uncount('attempts');
    return undefined;
  }
  context.boundary('delivery:claimed');
  run.tally.touch(claim.submission);
  return claim;
}

/** Makes one delivery and claims the next in the write that ends it: one wait for the disk instead of two. */
async function deliverAndClaim(
  context: EngineContext,
  target: EngineTarget,
  { claim, run }: { readonly claim: Claim; readonly run: ServeRun },
): Promise<Claim | undefined> {
  let next: Promise<Claim | undefined> | undefined;
  const ending = (): void => {
    next ??= claimNext(context, target, run);
    next.catch(() => undefined);
  };
  try {
    await deliverOrDefect(context, claim, { ...run, ending });
  } catch (error) {
    await handBack(context, await next?.catch(() => undefined));
    throw error;
  }
  return next ?? claimNext(context, target, run);
}

/** A delivery that was claimed and will not be attempted in this run: it costs no attempt. */
async function handBack({ ledger, clock }: EngineContext, claim: Claim | undefined): Promise<void> {
  if (claim === undefined) return;
  const now = clock.now();
  await ledger.deliveries.change({ key: claim.key, fence: claim.fence, to: 'ready', now, dueAt: now, costsNoAttempt: true });
}

/** A defect of ours around an attempt becomes a case of that delivery; the others go on. */
async function deliverOrDefect(context: EngineContext, claim: Claim, run: DeliverRun & DeliveryRun): Promise<void> {
  try {
    await deliverOne(context, claim, run);
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'stop-run') throw error;
    run.tally.count('defects');
    const name = error instanceof Error ? error.name : typeof error;
    const finding = { code: 'AB_DEFECT', message: `The delivery failed unexpectedly (${name})` } as const;
    // What cannot be written down means that the ledger fails: then the run must end.
    await toCase(context, claim, finding).catch(() => Promise.reject(error as Error));
  }
  run.deliveryEnded?.();
}

async function widthOf(context: EngineContext, target: EngineTarget): Promise<number> {
  if (context.dryRun !== undefined) return 1;
  const { channels } = await target.open();
  return channels.some((channel) => channel.kind === 'rpa') ? 1 : (target.limits?.atOnce ?? perTarget);
}
