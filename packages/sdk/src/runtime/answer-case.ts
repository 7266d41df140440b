import { ConfigurationFault } from '../errors/families.ts';
import type { DeliveryFacts } from '../ledger/contract.ts';
import type { DeliverySummary } from '../ledger/views.ts';
import type { Finding } from '../model/finding.ts';
import type { DeliveryKey, SubmissionId } from '../model/ids.ts';
import type { PollPlan } from '../ledger/polls.ts';
import { channelsFor } from '../engine/deliver-one.ts';
import { pollPlanOf } from '../engine/poll-plan.ts';
import type { Wiring } from './open-runtime.ts';
import type { Resolution } from './runtime.ts';
import { idOf } from './sync.ts';

/** Makes the `ready` deliveries of an id due now, and ends the pause of their targets: a person asked for it. */
export async function retryNow(wiring: Wiring, id: string): Promise<readonly DeliveryKey[]> {
  const ledger = await wiring.ledger();
  const deliveries = await deliveriesOf(wiring, id);
  const ready = deliveries.filter((delivery) => delivery.state === 'ready');
  if (ready.length === 0) {
    throw new ConfigurationFault('AB_ANSWER_NOT_ALLOWED', 'Nothing here waits for its next attempt', {
      hint: 'Cases are answered with `amtsbote resolve`.',
    });
  }
  for (const target of new Set(ready.map((delivery) => delivery.target))) await ledger.targets.resume(target, wiring.services.clock.now());
  return ledger.deliveries.makeDue(
    ready.map((delivery) => delivery.key),
    wiring.services.clock.now(),
  );
}

/**
 * Writes down a person's answer to a case. Before `retry` of a delivery whose act may have happened, the target is looked at: a record
 * that is there is adopted instead of entered twice.
 */
export async function answerCase(wiring: Wiring, id: string, resolution: Resolution): Promise<DeliveryKey | SubmissionId> {
  const ledger = await wiring.ledger();
  const submission = await idOf(wiring, id);
  const deliveries = await deliveriesOf(wiring, id);
  if (deliveries.length === 0) return answerSubmission(wiring, submission, resolution);
  const open = deliveries.filter((delivery) => delivery.answers.length > 0);
  const [only] = open;
  if (only === undefined || open.length > 1) {
    throw new ConfigurationFault('AB_ANSWER_NOT_ALLOWED', `${open.length} deliveries of this submission wait for an answer`, {
      hint: 'Name one by its delivery key.',
    });
  }
  if (!only.answers.includes(resolution.answer)) throw notAllowed(only.answers);
  const facts = await ledger.deliveries.get(only.key);
  if (facts !== undefined) await answerDelivery(wiring, facts, resolution);
  return only.key;
}

async function answerSubmission(wiring: Wiring, id: SubmissionId, resolution: Resolution): Promise<SubmissionId> {
  const ledger = await wiring.ledger();
  const now = wiring.services.clock.now();
  const { answers } = await ledger.views.show(id);
  if (!answers.includes(resolution.answer)) throw notAllowed(answers);
  const { answer, by, reason, reference } = resolution;
  await ledger.intake.answer(id, { answer, now, by, reason, reference: checked(resolution, reference), findings: findingsOf(resolution) });
  return id;
}

async function answerDelivery(wiring: Wiring, facts: DeliveryFacts, resolution: Resolution): Promise<void> {
  const ledger = await wiring.ledger();
  const now = wiring.services.clock.now();
  const { by, reason } = resolution;
  const found = resolution.answer === 'retry' && facts.everCommitted ? await lookFirst(wiring, facts) : undefined;
  if (resolution.answer === 'delivered' || found !== undefined) {
    const reference = found ?? checked(resolution, resolution.reference);
    const poll = await pollPlan(wiring, facts, now);
    await ledger.deliveries.change({ key: facts.key, to: 'delivered', now, reference, poll, by, reason });
    return;
  }
  if (resolution.answer === 'reject') {
    await ledger.deliveries.change({ key: facts.key, to: 'rejected', now, findings: findingsOf(resolution), by, reason });
    return;
  }
  await ledger.deliveries.change({ key: facts.key, to: 'ready', now, dueAt: now, resetAttempts: true, channelsTried: 0, by, reason });
}

/** A record that was entered by hand fares like any other. */
async function pollPlan({ targets }: Wiring, { target: name, recordType }: DeliveryFacts, now: number): Promise<PollPlan | undefined> {
  const target = targets.get(name);
  if (target?.status === undefined) return undefined;
  return pollPlanOf(target, channelsFor(await target.open(), undefined, recordType), now);
}

/** The reference of the record when the target has it; undefined when it certainly has not. */
async function lookFirst(wiring: Wiring, facts: DeliveryFacts): Promise<string | undefined> {
  const target = await wiring.targets.get(facts.target)?.open();
  const channels = target === undefined ? [] : channelsFor(target, undefined, facts.recordType);
  const found = new Set<string>();
  for (const channel of channels) {
    for (const reference of (await channel.find?.(facts.recordType, facts.key, AbortSignal.timeout(60_000))) ?? []) found.add(reference);
  }
  if (found.size === 1) return [...found][0];
  if (found.size > 1) {
    throw new ConfigurationFault('AB_ANSWER_NOT_ALLOWED', `The target has ${found.size} records with this delivery key`, {
      hint: 'Clear it in the target, then answer with --delivered REFERENCE.',
    });
  }
  return undefined;
}

async function deliveriesOf(wiring: Wiring, id: string): Promise<readonly DeliverySummary[]> {
  const { views } = await wiring.ledger();
  const { deliveries } = await views.show(await idOf(wiring, id));
  const named = deliveries.filter((delivery) => delivery.key === id.toUpperCase());
  return named.length > 0 ? named : deliveries;
}

function checked(resolution: Resolution, reference: string | undefined): string | undefined {
  if (resolution.answer !== 'delivered') return undefined;
  if (reference !== undefined && reference.trim() !== '') return reference;
  throw new ConfigurationFault('AB_USAGE', 'What was entered by hand needs its reference', { hint: 'Use --delivered REFERENCE.' });
}

function findingsOf(resolution: Resolution): readonly Finding[] {
  if (resolution.answer !== 'reject') return [];
  return [{ code: 'AB_TARGET_REJECTED', message: 'Rejected by a person', officialCode: resolution.code }];
}

function notAllowed(answers: readonly string[]): ConfigurationFault {
  const allowed = answers.length === 0 ? 'it is no case' : `allowed: ${answers.join(', ')}`;
  return new ConfigurationFault('AB_ANSWER_NOT_ALLOWED', `This answer is not allowed here (${allowed})`);
}
