import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { DeliveryChange, UnknownDelivery } from '../ledger/contract.ts';
import type { Finding } from '../model/finding.ts';
import type { ChannelKind } from '../model/states.ts';
import type { Channel } from '../target/channel.ts';
import { channelsFor } from './deliver-one.ts';
import type { EngineContext } from './context.ts';
import { type LookDecision, decideLook } from './look-decision.ts';
import { afterAbsence } from './outcome.ts';
import { backoffMs, loginPauseMs } from './retry-policy.ts';
import type { RunTally } from './run-tally.ts';

/** Looks up every `unknown` delivery that is due, in all channels of its target. */
export async function resolveUnknown(context: EngineContext, run: { tally: RunTally; signal: AbortSignal }): Promise<void> {
  for (const delivery of await context.ledger.deliveries.unknownDue(context.clock.now())) {
    if (run.signal.aborted) return;
    const target = context.targets.get(delivery.target);
    if (target === undefined) continue;
    run.tally.touch(delivery.submission);
    const channels = channelsFor(await target.open(), undefined, delivery.recordType);
    await resolveOne(context, { delivery, channels, signal: run.signal });
  }
}

interface Resolving {
  readonly delivery: UnknownDelivery;
  readonly channels: readonly Channel[];
  readonly signal: AbortSignal;
}

async function resolveOne(context: EngineContext, resolving: Resolving): Promise<void> {
  const { ledger, clock, boundary } = context;
  const { delivery, channels } = resolving;
  boundary('look:before');
  const seen = await lookUp(context, resolving);
  if (seen === undefined) return;
  boundary('look:done');
  const decision = decideLook({
    found: [...seen.keys()],
    earlierLooks: delivery.looks,
    capabilities: channels.map((channel) => channel.capabilities),
  });
  if (decision.to === 'look-again') {
    await ledger.deliveries.noteLook(delivery.key, delivery.looks + 1, clock.now() + decision.inMs);
    return;
  }
  const change = decision.to === 'ready' ? afterAbsence(delivery, clock.now(), context) : changeFor(decision, seen);
  await write(context, delivery, change);
}

function changeFor(
  decision: Exclude<LookDecision, { to: 'look-again' | 'ready' }>,
  seen: ReadonlyMap<string, ChannelKind>,
): Pick<DeliveryChange, 'to' | 'reference' | 'channel' | 'findings'> {
  if (decision.to !== 'delivered') return decision;
  return { to: 'delivered', reference: decision.reference, channel: seen.get(decision.reference) };
}

/** The references found, with the channel that saw each; undefined when a channel could not look. */
async function lookUp(
  context: EngineContext,
  { delivery, channels, signal }: Resolving,
): Promise<ReadonlyMap<string, ChannelKind> | undefined> {
  const seen = new Map<string, ChannelKind>();
  for (const channel of channels) {
    try {
      const found = (await channel.find?.(delivery.recordType, delivery.key, signal)) ?? [];
      for (const reference of found) seen.set(reference, seen.get(reference) ?? channel.kind);
    } catch (error) {
      if (signal.aborted) return undefined;
      await postpone(context, delivery, error);
      return undefined;
    }
  }
  return seen;
}

async function postpone(context: EngineContext, delivery: UnknownDelivery, error: unknown): Promise<void> {
  const { ledger, clock, logger } = context;
  const now = clock.now();
  const login = isAmtsboteError(error) && error.effect === 'pause-target';
  if (login) await ledger.deliveries.pause(delivery.target, now + loginPauseMs, error.code);
  const dueAt = now + (login ? loginPauseMs : backoffMs(context, 3));
  await ledger.deliveries.noteLook(delivery.key, delivery.looks, dueAt);
  logger.warn('look-up failed, repeated later', { delivery: delivery.key, code: isAmtsboteError(error) ? error.code : 'AB_DEFECT' });
  const findings: readonly Finding[] = isAmtsboteError(error) ? findingsOf(error) : delivery.findings;
  context.emit({ type: 'outcome', submission: delivery.submission, delivery: delivery.key, state: 'unknown', findings });
}

async function write(
  context: EngineContext,
  delivery: UnknownDelivery,
  change: Pick<DeliveryChange, 'to' | 'reference' | 'channel' | 'findings' | 'dueAt'>,
): Promise<void> {
  await context.ledger.deliveries.change({ ...change, key: delivery.key, now: context.clock.now() });
  context.boundary('look:written');
  const { to: state, reference, channel, findings = [] } = change;
  context.emit({ type: 'outcome', submission: delivery.submission, delivery: delivery.key, state, channel, reference, findings });
}
