import type { DeadlinesConfig } from '../config/config.ts';
import { type AmtsboteError, findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { Defect, NeedsPerson, NotDelivered, OutcomeUnknown } from '../errors/families.ts';
import { acceptedBefore } from '../ledger/accepted-before.ts';
import type { Claim, DeliveryChange, PlannedDelivery } from '../ledger/contract.ts';
import type { PollPlan } from '../ledger/polls.ts';
import type { TargetNews } from '../ledger/targets.ts';
import type { OpenAttachment } from '../model/attachment.ts';
import type { Finding } from '../model/finding.ts';
import { defaultDeadlines } from '../model/protection.ts';
import type { Delivered } from '../target/attempt.ts';
import type { Channel } from '../target/channel.ts';
import type { Target } from '../target/define-target.ts';
import { LedgerGate } from './commit-gate.ts';
import type { EngineContext, EngineRoute } from './context.ts';
import { makeAttempt } from './make-attempt.ts';
import { type Consequence, attemptError, consequenceOf } from './outcome.ts';
import { pollPlanOf } from './poll-plan.ts';
import { newsOf } from './protection/target-news.ts';
import { mapAnew } from './read-submission.ts';
import { StepLog } from './step-log.ts';

/** Beyond the deadline a channel gets this long to notice; then the attempt goes on without it. */
const graceMs = 10_000;

/**
 * Makes one attempt of a claimed delivery and writes down what became of it.
 *
 * @throws ConfigurationFault when the configuration of the target is at fault; the delivery is ready again then
 */
export async function deliverOne(context: EngineContext, claim: Claim, { signal, ending }: DeliveryRun): Promise<void> {
  const route = context.routes.get(claim.route);
  const target = await context.targets.get(claim.target)?.open();
  if (target === undefined) throw new Defect('AB_DEFECT', 'A delivery was claimed for a target that is not configured');
  const allowed = channelsFor(target, route, claim.recordType);
  const channels = claim.begun === undefined ? allowed : allowed.filter((each) => each.progress !== undefined).slice(0, 1);
  const channel = channels[claim.channelsTried] ?? channels[0];
  if (channel === undefined) return toCase(context, claim, claim.begun === undefined ? noChannel(claim) : nobodyGoesOn);
  const current = claim.begun === undefined ? await currentRecord(context, claim, route) : claim;
  if (!('record' in current)) return toCase(context, claim, ...current.findings);
  context.emit({ type: 'attempt', delivery: claim.key, number: claim.attempt, channel: channel.kind });
  await new DeliveryAttempt(context, { claim, channel, channels: channels.length, route, mapped: current, ending }).run(signal);
}

/** What a delivery is bounded by, and who waits for its end. */
export interface DeliveryRun {
  /** Aborted when the run is to end: heeded before the commit point only. */
  readonly signal: AbortSignal;
  /** Told when its outcome is about to be written: what is written then shares a wait for the disk with it, and sees it. */
  readonly ending?: (() => void) | undefined;
}

interface AttemptFacts {
  readonly claim: Claim;
  readonly channel: Channel;
  readonly channels: number;
  readonly route: EngineRoute | undefined;
  readonly mapped: Pick<PlannedDelivery, 'record' | 'attachmentNames'>;
  readonly ending: DeliveryRun['ending'];
}

class DeliveryAttempt {
  readonly #context: EngineContext;
  readonly #facts: AttemptFacts;
  readonly #log = new StepLog();
  readonly #gate: LedgerGate;
  /** Aborted when the time is up, or the run is to end before the commit point. */
  readonly #ended = new AbortController();
  readonly #deadlines: DeadlinesConfig;

  constructor(context: EngineContext, facts: AttemptFacts) {
    this.#context = context;
    const { attemptMs } = context.retry;
    this.#deadlines = context.targets.get(facts.claim.target)?.deadlines ?? { ...defaultDeadlines, attemptMs };
    this.#facts = facts;
    this.#gate = new LedgerGate(context, facts.claim, facts.channel);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { claim } = this.#facts;
    try {
      const { reference } = await this.#deliver(signal);
      if (!this.#gate.opened) throw new Defect('AB_DEFECT', 'The channel says delivered, but never reached its commit point');
      this.#context.boundary('delivery:before-receipt');
      const poll = await this.#pollPlan();
      await this.#write({ to: 'delivered', reference, poll }, { kind: 'well' });
      this.#context.boundary('delivery:receipt');
    } catch (error) {
      if (this.#gate.stopped) return this.#endDryRun();
      if (signal.aborted && !this.#gate.opened) return this.#write({ to: 'ready', dueAt: this.#context.clock.now(), costsNoAttempt: true });
      const fault = this.#log.withSteps(this.#endedBy(attemptError(error, this.#gate.opened)));
      if (fault.effect === 'defect') this.#context.logger.warn('attempt failed on a defect', { delivery: claim.key, code: fault.code });
      const circuit = this.#context.targets.get(claim.target)?.circuit;
      await this.#write(await this.#consequence(fault), newsOf(fault, { retry: this.#context.retry, circuit }));
      if (fault.effect === 'stop-run') throw fault;
    }
  }

  async #deliver(signal: AbortSignal): Promise<Delivered> {
    const { claim, channel, mapped } = this.#facts;
    const { attemptMs, stepMs } = this.#deadlines;
    const attachments = claim.hasAttachments ? await this.#attachments() : [];
    const ended = this.#ended;
    const interrupt = (): void => {
      if (!this.#gate.opened) ended.abort(signal.reason);
    };
    ended.signal.addEventListener('abort', () => this.#gate.shut(), { once: true });
    const timer = setTimeout(() => ended.abort(this.#deadlineFault()), attemptMs);
    signal.addEventListener('abort', interrupt, { once: true });
    if (signal.aborted) interrupt();
    const tooLate = (step: string): AmtsboteError => this.#stepFault(step, stepMs);
    const parts = { claim, gate: this.#gate, log: this.#log, attachments, ended, step: { allowedMs: stepMs, graceMs, tooLate } };
    try {
      const delivering = channel.deliver(claim.recordType, mapped.record, makeAttempt(this.#context, parts));
      return await Promise.race([delivering, this.#abandoned(delivering)]);
    } finally {
      this.#gate.shut();
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
    }
  }

  /** The attachments under the names that the mapping gives them for the target. */
  async #attachments(): Promise<readonly OpenAttachment[]> {
    const { claim, mapped } = this.#facts;
    const { attachments } = await this.#context.ledger.intake.open(claim.submission);
    await this.#context.examine?.(attachments, claim.route);
    return attachments.map((one) => ({ ...one, name: mapped.attachmentNames?.[one.ref] ?? one.name }));
  }

  /** Rejects when a channel goes on long after it was told to end; what it still does can no longer commit. */
  async #abandoned(delivering: Promise<unknown>): Promise<never> {
    const ended = this.#ended.signal;
    const patienceMs = Math.min(graceMs, this.#deadlines.attemptMs);
    await new Promise<void>((resolve) => {
      const wait = (): void => void setTimeout(resolve, patienceMs).unref();
      if (ended.aborted) wait();
      else ended.addEventListener('abort', wait, { once: true });
    });
    this.#gate.shut();
    delivering.catch(() => undefined);
    throw this.#deadlineFault();
  }

  #deadlineFault(): AmtsboteError {
    const { attemptMs } = this.#deadlines;
    if (!this.#gate.opened) return this.#log.deadline(attemptMs);
    return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `No answer within ${attemptMs} ms: ${this.#log.toString()}`);
  }

  #stepFault(step: string, allowedMs: number): AmtsboteError {
    const message = `The step ${step} took longer than ${allowedMs} ms`;
    return this.#gate.opened ? new OutcomeUnknown('AB_OUTCOME_UNKNOWN', message) : new NotDelivered('AB_DEADLINE', message);
  }

  /** A request that was cut because its time was up says so, and not that the run was interrupted. */
  #endedBy(fault: AmtsboteError): AmtsboteError {
    const reason: unknown = this.#ended.signal.reason;
    return fault.code === 'AB_INTERRUPTED' && isAmtsboteError(reason) ? reason : fault;
  }

  async #pollPlan(): Promise<PollPlan | undefined> {
    const { claim } = this.#facts;
    const target = this.#context.targets.get(claim.target);
    return target && pollPlanOf(target, channelsFor(await target.open(), undefined, claim.recordType), this.#context.clock.now());
  }

  /** A portal that was told `accepted` when the submission was stored is not told a rejection any more. */
  async #consequence(fault: ReturnType<typeof attemptError>): Promise<Consequence> {
    const told = fault.effect === 'rejected' && (await this.#context.ledger.outbox.isAccepted(this.#facts.claim.submission));
    const consequence = this.#consequenceOf(fault, told ? 'never' : undefined);
    return told ? { ...consequence, findings: [...(consequence.findings ?? []), acceptedBefore] } : consequence;
  }

  #consequenceOf(fault: ReturnType<typeof attemptError>, rejections: 'never' | undefined): Consequence {
    const { claim, channel, channels, route } = this.#facts;
    const failed = {
      committed: this.#gate.written,
      capabilities: channel.capabilities,
      attempt: claim.attempt,
      channelsTried: claim.channelsTried + 1,
      channels,
      begun: claim.begun !== undefined || this.#gate.acts > 1,
      rejections: rejections ?? route?.rejections ?? 'never',
      now: this.#context.clock.now(),
    };
    return consequenceOf(fault, failed, this.#context);
  }

  async #write(change: Omit<DeliveryChange, 'key' | 'now' | 'fence'>, news?: TargetNews): Promise<void> {
    const { claim, channel } = this.#facts;
    const { ledger, clock, emit, logger } = this.#context;
    const end = { channel: channel.kind, steps: this.#log.steps, change: { ...change, now: clock.now() }, news };
    const writing = ledger.deliveries.endAttempt(claim, end);
    this.#facts.ending?.();
    const held = await writing;
    if (!held) return logger.warn('delivery taken over by another run', { delivery: claim.key });
    const { to: state, reference, findings = [] } = change;
    emit({ type: 'outcome', submission: claim.submission, delivery: claim.key, state, channel: channel.kind, reference, findings });
  }

  async #endDryRun(): Promise<void> {
    const { claim, channel } = this.#facts;
    await this.#context.ledger.deliveries.change({
      key: claim.key,
      fence: claim.fence,
      to: 'ready',
      now: this.#context.clock.now(),
      dueAt: Number.MAX_SAFE_INTEGER,
      channel: channel.kind,
    });
  }
}

/** The channels of a target that take this type of record and that the route allows. */
export function channelsFor(target: Target, route: EngineRoute | undefined, recordType: string): readonly Channel[] {
  return target.channels.filter(
    (channel) =>
      (channel.records === undefined || channel.records.includes(recordType)) &&
      (route?.channels === undefined || route.channels.includes(channel.kind)),
  );
}

/** The record to send: mapped anew when the mapping has changed since. Safe while the delivery was never committed. */
async function currentRecord(
  context: EngineContext,
  claim: Claim,
  route: EngineRoute | undefined,
): Promise<Pick<PlannedDelivery, 'record' | 'attachmentNames'> | { readonly findings: readonly Finding[] }> {
  const mapping = await route?.mapping();
  const target = context.targets.get(claim.target);
  if (mapping === undefined || route === undefined || target === undefined || mapping.version === claim.mappingVersion) {
    return claim;
  }
  const submission = await context.ledger.intake.open(claim.submission);
  try {
    const mapped = await mapAnew(context, { route, target }, submission);
    if ('record' in mapped) await context.ledger.deliveries.remap(claim, mapped);
    return mapped;
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'case') return { findings: findingsOf(error) };
    throw error;
  }
}

/** Hands a claimed delivery to a person. */
export async function toCase(context: EngineContext, claim: Claim, ...findings: readonly Finding[]): Promise<void> {
  const now = context.clock.now();
  await context.ledger.deliveries.change({ key: claim.key, fence: claim.fence, to: 'case', now, findings });
  context.emit({ type: 'outcome', submission: claim.submission, delivery: claim.key, state: 'case', findings });
}

const nobodyGoesOn: Finding = {
  code: 'AB_RECORD_INCOMPLETE',
  message: 'The target holds a record of this delivery that is not complete, and no channel can go on with it',
  hint: 'Complete it in the target and answer with `amtsbote resolve --delivered REFERENCE`.',
};

function noChannel(claim: Claim): Finding {
  return new NeedsPerson('AB_RECORD_INVALID', `No channel of the target ${claim.target} takes ${claim.recordType}`).toFinding();
}
