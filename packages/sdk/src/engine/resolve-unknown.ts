import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NotDelivered } from '../errors/families.ts';
import type { DeliveryChange, UnknownDelivery } from '../ledger/contract.ts';
import { defaultDeadlines } from '../model/protection.ts';
import type { Finding } from '../model/finding.ts';
import type { ChannelKind } from '../model/states.ts';
import type { Channel } from '../target/channel.ts';
import { channelsFor } from './deliver-one.ts';
import type { EngineContext, EngineTarget } from './context.ts';
import { type LookDecision, afterFailedLooks, decideLook } from './look-decision.ts';
import { afterAbsence } from './outcome.ts';
import { pollPlanOf } from './poll-plan.ts';
import { newsOf } from './protection/target-news.ts';
import { restsOf } from './protection/target-rest.ts';
import { backoffMs } from './retry-policy.ts';
import type { RunTally } from './run-tally.ts';

/** Looks up every `unknown` delivery that is due, in all channels of its target. A target that rests is not asked. */
export async function resolveUnknown(context: EngineContext, run: { tally: RunTally; signal: AbortSignal }): Promise<void> {
  const { clock, ledger, targets } = context;
  for (const delivery of await ledger.deliveries.unknownDue(clock.now())) {
    if (run.signal.aborted) return;
    const target = targets.get(delivery.target);
    if (target === undefined || (await restsOf([target], ledger, clock.now())).size > 0) continue;
    run.tally.touch(delivery.submission);
    const channels = channelsFor(await target.open(), undefined, delivery.recordType);
    await resolveOne(context, { delivery, channels, target, signal: run.signal });
  }
}

interface Resolving {
  readonly delivery: UnknownDelivery;
  readonly channels: readonly Channel[];
  readonly target: EngineTarget;
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
    restored: delivery.findings.some((finding) => finding.code === 'AB_RESTORED'),
  });
  if (decision.to === 'look-again') {
    await ledger.deliveries.noteLook(delivery.key, { looks: delivery.looks + 1, failedLooks: 0 }, clock.now() + decision.inMs);
    return;
  }
  const change = await changeAfter(context, { ...resolving, decision, seen });
  if (change === undefined) return;
  const poll = change.to === 'delivered' ? pollPlanOf(resolving.target, channels, clock.now()) : undefined;
  await write(context, delivery, { ...change, poll });
}

interface Seen extends Resolving {
  readonly decision: Exclude<LookDecision, { to: 'look-again' }>;
  /** The references found, with the channel that saw each. */
  readonly seen: ReadonlyMap<string, ChannelKind>;
}

type Found = Pick<DeliveryChange, 'to' | 'reference' | 'channel' | 'findings' | 'dueAt'>;

/** What follows for the delivery; undefined when a record was found and could not be looked at. */
async function changeAfter(context: EngineContext, found: Seen): Promise<Found | undefined> {
  const { decision, delivery } = found;
  if (decision.to === 'case') return { to: 'case', findings: [...decision.findings, ...(await actsDone(context, delivery.key))] };
  if (decision.to === 'delivered') return afterHit(context, found, decision.reference);
  if (delivery.begun) return { to: 'case', findings: [goneAgain, ...(await actsDone(context, delivery.key))] };
  return afterAbsence(delivery, context.clock.now(), context);
}

/** One record was found. Where several acts make one, it counts only when it is complete. */
async function afterHit(context: EngineContext, found: Seen, reference: string): Promise<Found | undefined> {
  const { delivery, channels, signal } = found;
  const saw = found.seen.get(reference);
  const channel = channels.find((each) => each.progress !== undefined);
  const acts = await actsDone(context, delivery.key);
  if (channel === undefined) return acts.length === 0 ? { to: 'delivered', reference, channel: saw } : { to: 'case', findings: acts };
  try {
    const progress = await inLookTime(found, async (ended) => {
      const record = (await context.ledger.deliveries.record(delivery.key)) ?? {};
      return channel.progress?.(delivery.recordType, { record, reference, key: delivery.key }, ended);
    });
    if (progress === undefined || progress.stands === 'complete') return { to: 'delivered', reference, channel: saw };
    if (progress.stands === 'unclear') return { to: 'case', findings: [progress.finding, ...acts] };
    const next = afterAbsence(delivery, context.clock.now(), context);
    return { ...next, reference, channel: channel.kind, findings: [...(next.findings ?? []), ...acts] };
  } catch (error) {
    if (!signal.aborted) await heedFailure(context, found, error);
    return undefined;
  }
}

/** What is known to have been sent, where several acts make one record. */
async function actsDone({ ledger }: EngineContext, key: UnknownDelivery['key']): Promise<readonly Finding[]> {
  const acts = await ledger.deliveries.acts(key);
  if (acts.length === 0) return [];
  const names = acts.map((each) => `"${each}"`).join(', ');
  const message = `Of the acts that make this record these were let go: ${names}. Whether the last one arrived is not known`;
  return [{ code: 'AB_RECORD_INCOMPLETE', message, hint: 'Compare the record in the target with the evidence before answering.' }];
}

const goneAgain: Finding = {
  code: 'AB_RECORD_INCOMPLETE',
  message: 'The record that was begun in the target is not found there any more',
  hint: 'Look in the target by the delivery key, then answer with `amtsbote resolve`.',
};

/** The references found, with the channel that saw each; undefined when a channel could not look. */
async function lookUp(context: EngineContext, resolving: Resolving): Promise<ReadonlyMap<string, ChannelKind> | undefined> {
  const { channels, signal } = resolving;
  const seen = new Map<string, ChannelKind>();
  for (const channel of channels) {
    try {
      for (const reference of await findInTime(channel, resolving)) seen.set(reference, seen.get(reference) ?? channel.kind);
    } catch (error) {
      if (!signal.aborted) await heedFailure(context, resolving, error);
      return undefined;
    }
  }
  return seen;
}

/** A look-up that hangs is given up: the others have their turn. */
async function findInTime(channel: Channel, resolving: Resolving): Promise<readonly string[]> {
  const { recordType, key } = resolving.delivery;
  return inLookTime(resolving, async (signal) => (await channel.find?.(recordType, key, signal)) ?? []);
}

async function inLookTime<T>({ target, signal }: Resolving, look: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const allowedMs = target.deadlines?.lookUpMs ?? defaultDeadlines.lookUpMs;
  const ended = new AbortController();
  const tooLate = new NotDelivered('AB_DEADLINE', `The look-up took longer than ${allowedMs} ms`);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    ended.abort(tooLate);
    late.reject(tooLate);
  }, allowedMs);
  try {
    return await Promise.race([look(AbortSignal.any([signal, ended.signal])), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A look-up that failed is repeated with growing waits, and after too many in a row a person is asked. A target that rests costs none. */
async function heedFailure(context: EngineContext, { delivery, target }: Resolving, error: unknown): Promise<void> {
  const { ledger, clock, logger, retry } = context;
  const { key, submission, looks } = delivery;
  const now = clock.now();
  const news = isAmtsboteError(error) ? newsOf(error, { retry, circuit: target.circuit }) : undefined;
  const failedLooks = delivery.failedLooks + (news?.kind === 'pause' ? 0 : 1);
  const findings = isAmtsboteError(error) ? findingsOf(error) : delivery.findings;
  logger.warn('look-up failed', { delivery: key, code: isAmtsboteError(error) ? error.code : 'AB_DEFECT' });
  const given = afterFailedLooks(failedLooks);
  if (given === undefined) {
    await ledger.deliveries.noteLook(key, { looks, failedLooks }, now + backoffMs(context, Math.max(1, failedLooks)));
    context.emit({ type: 'outcome', submission, delivery: key, state: 'unknown', findings });
  } else await write(context, delivery, { to: 'case', findings: [given, ...findings] });
  if (news !== undefined) await ledger.targets.note(news, { target: target.name, submission, delivery: key, since: now, now });
}

async function write(
  context: EngineContext,
  delivery: UnknownDelivery,
  change: Pick<DeliveryChange, 'to' | 'reference' | 'channel' | 'findings' | 'dueAt' | 'poll'>,
): Promise<void> {
  await context.ledger.deliveries.change({ ...change, key: delivery.key, now: context.clock.now() });
  context.boundary('look:written');
  const { to: state, reference, channel, findings = [] } = change;
  context.emit({ type: 'outcome', submission: delivery.submission, delivery: delivery.key, state, channel, reference, findings });
}
