import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { decideLook } from '../../engine/look-decision.ts';
import { attemptError, consequenceOf } from '../../engine/outcome.ts';
import type { AmtsboteError } from '../../errors/amtsbote-error.ts';
import type { Clock } from '../../model/clock.ts';
import type { DeliveryKey } from '../../model/ids.ts';
import type { MappedRecord } from '../../model/record.ts';
import type { DeliveryState } from '../../model/states.ts';
import { systemClock } from '../../runtime/system-clock.ts';
import type { Channel } from '../../target/channel.ts';
import type { TestAttemptOptions } from '../test-attempt.ts';
import { ConformanceFailure, counted, expectThat } from './conformance-case.ts';
import { conformanceServices } from './conformance-services.ts';
import type { TargetConformanceOptions, TargetInjections } from './target-options.ts';
import { type WatchedAttempt, watchedAttempt } from './watched-attempt.ts';

/** Beyond its deadline a channel gets this long to end: as much as the engine waits. */
const graceMs = 10_000;

/** The channel as one run of Amtsbote has it. */
export interface TargetRun {
  readonly channel: Channel;
  readonly logLines: readonly string[];
  /** Ends the run: what it opened is closed. */
  close(): Promise<void>;
}

/** How one attempt ended, and what was seen of it. */
export interface AttemptOutcome extends WatchedAttempt {
  readonly key: DeliveryKey;
  /** Undefined when the channel failed. */
  readonly reference?: string | undefined;
  /** What the channel threw. */
  readonly thrown?: unknown;
  /** The same as the engine sees it. */
  readonly error?: AmtsboteError | undefined;
}

/** What differs from a usual attempt. */
export interface DeliverOptions extends Pick<TestAttemptOptions, 'dryRun' | 'signal' | 'onOpen' | 'evidence'> {
  readonly key?: DeliveryKey | undefined;
  readonly record?: MappedRecord | undefined;
}

/** Where a delivery has come to by the engine's rules. */
export interface Settled {
  readonly state: DeliveryState;
  readonly reference?: string | undefined;
}

/** What the cases of one target work with. */
export class TargetBench implements AsyncDisposable {
  readonly options: TargetConformanceOptions;
  readonly inject: TargetInjections;
  readonly clock: Clock;
  readonly #runs: (() => Promise<void>)[] = [];

  constructor(options: TargetConformanceOptions) {
    this.options = options;
    this.inject = options.inject ?? {};
    this.clock = options.clock ?? systemClock;
  }

  /** Opens the target anew: nothing is kept from an earlier run but what the target itself holds. */
  async openRun(): Promise<TargetRun> {
    const { open, recordType, channel: kind } = this.options;
    const { services, logLines, close } = conformanceServices(this.clock);
    this.#runs.push(close);
    const { channels } = await open(services);
    const channel = channels.find(
      (one) => (kind === undefined || one.kind === kind) && (one.records === undefined || one.records.includes(recordType)),
    );
    expectThat(
      channel !== undefined,
      `a channel for ${recordType}${kind === undefined ? '' : ` of kind ${kind}`}`,
      `${counted(channels.length, 'channel')}, none of them`,
    );
    return { channel, logLines, close };
  }

  newKey(): DeliveryKey {
    const group = (): string => Array.from({ length: 4 }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[randomInt(32)]).join('');
    return `AB-${group()}-${group()}-${group()}-${group()}`;
  }

  count(): Promise<number> {
    return this.options.witness.count();
  }

  /** Makes one attempt, as the engine would, and waits for its end. */
  async deliver({ channel }: TargetRun, options: DeliverOptions = {}): Promise<AttemptOutcome> {
    const { key = this.newKey(), record = this.options.record, ...rest } = options;
    const { attachments, recordType } = this.options;
    const watched = watchedAttempt({ ...rest, deliveryKey: key, attachments }, this.clock);
    const { attempt } = watched;
    try {
      const delivering = channel.deliver(recordType, record, attempt);
      const { reference } = await (rest.signal === undefined ? delivering : endedInTime(delivering, rest.signal));
      return { ...watched, key, reference };
    } catch (thrown) {
      if (thrown instanceof ConformanceFailure) throw thrown;
      return { ...watched, key, thrown, error: attemptError(thrown, attempt.gate.opened) };
    }
  }

  /** A delivery without any fault; fails the case when it does not arrive. */
  async deliverWell(run: TargetRun, options: DeliverOptions = {}): Promise<AttemptOutcome & { readonly reference: string }> {
    const outcome = await this.deliver(run, options);
    const { reference } = outcome;
    expectThat(reference !== undefined, 'the record to be delivered', described(outcome));
    return { ...outcome, reference };
  }

  /**
   * What the engine makes of an attempt that ended so: the state by its rules, and for `unknown` what the look-ups of a
   * fresh run decide, after the times that the channel declares.
   */
  async settle(outcome: AttemptOutcome): Promise<Settled> {
    const { reference, error, key, attempt } = outcome;
    if (error === undefined) return { state: 'delivered', reference };
    const run = await this.openRun();
    const failed = {
      committed: attempt.gate.opened,
      capabilities: run.channel.capabilities,
      attempt: 1,
      channelsTried: 1,
      channels: 1,
    };
    const change = consequenceOf(error, { ...failed, rejections: 'allowed', now: this.clock.now() }, policy);
    return change.to === 'unknown' ? this.resolve(run, key) : { state: change.to };
  }

  /** Looks a delivery up as the engine does when its outcome is not known. */
  async resolve({ channel }: TargetRun, key: DeliveryKey): Promise<Settled> {
    const { capabilities } = channel;
    await this.clock.sleep(capabilities.maxInFlightMs + capabilities.visibilityLagMs);
    for (let earlierLooks = 0; ; earlierLooks += 1) {
      const found = [...new Set(await this.find(channel, key))];
      const decision = decideLook({ found, earlierLooks, capabilities: [capabilities] });
      if (decision.to !== 'look-again')
        return { state: decision.to, ...('reference' in decision ? { reference: decision.reference } : {}) };
      await this.clock.sleep(decision.inMs);
    }
  }

  async find(channel: Channel, key: DeliveryKey): Promise<readonly string[]> {
    return (await channel.find?.(this.options.recordType, key, new AbortController().signal)) ?? [];
  }

  /** The witness holds exactly one record with the key, and it is the record that was sent. */
  async expectOne(
    key: DeliveryKey,
    { record = this.options.record, reference }: { record?: MappedRecord; reference?: string | undefined } = {},
  ): Promise<string> {
    const { witness, saved = (one: MappedRecord) => one, attachments = [] } = this.options;
    const [one, ...more] = await witness.records(key);
    expectThat(
      one !== undefined && more.length === 0,
      'one record with the delivery key',
      counted(one === undefined ? 0 : more.length + 1, 'record'),
    );
    expectThat(reference === undefined || one.reference === reference, 'the reference that the target uses', 'another one');
    const differing = Object.entries(saved(record)).filter(([field, value]) => !isDeepStrictEqual(one.fields[field], value));
    expectThat(differing.length === 0, 'the fields as they were sent', `other values in ${differing.map(([field]) => field).join(', ')}`);
    const files = (one.attachments ?? []).map(({ sha256 }) => sha256).sort();
    const sent = attachments.map(({ sha256 }) => sha256).sort();
    expectThat(
      isDeepStrictEqual(files, sent),
      `${counted(sent.length, 'attachment')} as sent`,
      `${counted(files.length, 'file')}, not the same`,
    );
    return one.reference;
  }

  /** The target has as many records as before. */
  async expectUnchanged(before: number): Promise<void> {
    const now = await this.count();
    expectThat(now === before, 'no new record', counted(now - before, 'new record'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      for (const close of this.#runs) await close();
    } finally {
      await this.inject.clear?.();
    }
  }
}

/** How an attempt ended, in words without values. */
export function described({ error, reference, attempt }: AttemptOutcome): string {
  const gate = attempt.gate.opened ? 'after' : 'before';
  if (error !== undefined) return `${error.name} (${error.code}, ${error.effect}) ${gate} the commit point`;
  return reference === undefined ? 'nothing' : 'that it was delivered';
}

async function endedInTime<T>(delivering: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const late = async (): Promise<never> => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await wait(graceMs, undefined, { signal: done.signal });
    throw new ConformanceFailure(`the attempt to end within ${graceMs} ms after it was aborted`, 'it still going on');
  };
  const watching = late();
  watching.catch(() => undefined);
  try {
    return await Promise.race([delivering, watching]);
  } finally {
    done.abort();
  }
}

const policy = {
  retry: { attempts: 3, firstMs: 1000, maxMs: 1000, waitForUnknownMs: 1000, attemptMs: 60_000 },
  random: () => 0,
};
