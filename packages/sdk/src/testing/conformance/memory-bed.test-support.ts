import { OutcomeUnknown } from '../../errors/families.ts';
import type { MappedRecord } from '../../model/record.ts';
import type { Channel, ChannelCapabilities } from '../../target/channel.ts';
import { MemoryTarget } from '../memory-target.ts';
import { type SettableClock, settableClock } from '../settable-clock.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { targetConformance } from './target-conformance.ts';
import type { TargetConformanceOptions } from './target-options.ts';

/** What a channel does otherwise than the honest one; asked anew for each run. */
export type Change = (honest: Channel, target: MemoryTarget, clock: SettableClock) => Partial<Channel>;

/** A target in memory, and how it differs from the honest one. */
export interface MemoryBed {
  readonly capabilities?: Partial<ChannelCapabilities>;
  readonly declares?: TargetConformanceOptions['declares'];
  readonly change?: Change;
  /** How late the target saves when it is late. Default 400: less than it declares. */
  readonly lateMs?: number;
  readonly inject?: TargetConformanceOptions['inject'];
}

/** The record of the memory beds. */
export const memoryRecord = {
  keeper: 'Müller-Lüdenscheidt',
  breed: 'Dackelmischling',
  chip: true,
} as const satisfies MappedRecord;

/** The suite for a target in memory, on a clock that passes at once. */
export function memorySuite(bed: MemoryBed = {}): readonly ConformanceCase[] {
  const { capabilities = {}, declares = { find: 'authoritative', idempotencyKey: false }, change, lateMs = 400 } = bed;
  const clock = settableClock();
  const target = new MemoryTarget();
  const late = new LateArrivals(target, clock);
  const arm = (fault: MemoryTarget['faults'][number]) => async (): Promise<void> => void target.faults.push(fault);
  return targetConformance({
    open: async () => {
      const honest = late.through(target.channel('api', capabilities));
      return { records: {}, channels: [{ ...honest, ...change?.(honest, target, clock) }] };
    },
    recordType: 'dog',
    record: memoryRecord,
    textFields: ['keeper', 'breed'],
    declares,
    clock,
    witness: {
      records: async (key) =>
        late
          .arrived()
          .filter((one) => one.key === key)
          .map((one) => ({ reference: one.reference, fields: one.record })),
      count: async () => late.arrived().length,
    },
    inject: bed.inject ?? {
      cutBeforeSaving: arm('cut-before-saving'),
      cutAfterSaving: arm('cut-after-saving'),
      serverError: arm('unreachable'),
      sessionExpired: arm('unreachable'),
      lateSaving: async () => late.next(lateMs),
      rejection: async (record) => {
        target.faults.push('rejected');
        return record;
      },
      clear: async () => void target.faults.splice(0),
    },
  });
}

/** Records that are sent now and saved later. */
class LateArrivals {
  readonly #target: MemoryTarget;
  readonly #clock: SettableClock;
  #pending: { readonly at: number; readonly save: () => void }[] = [];
  #nextAfterMs: number | undefined;

  constructor(target: MemoryTarget, clock: SettableClock) {
    this.#target = target;
    this.#clock = clock;
  }

  next(ms: number): number {
    this.#nextAfterMs = ms;
    return ms;
  }

  arrived(): MemoryTarget['saved'] {
    const now = this.#clock.now();
    for (const { save } of this.#pending.filter(({ at }) => at <= now)) save();
    this.#pending = this.#pending.filter(({ at }) => at > now);
    return this.#target.saved;
  }

  through(channel: Channel): Channel {
    const { find } = channel;
    return {
      ...channel,
      deliver: async (type, record, attempt) => {
        const ms = this.#nextAfterMs;
        if (ms === undefined) return channel.deliver(type, record, attempt);
        this.#nextAfterMs = undefined;
        return attempt.commit({ name: 'save' }, async () => {
          this.#pending.push({
            at: this.#clock.now() + ms,
            save: () => this.#target.save(attempt.deliveryKey, record),
          });
          throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'no answer');
        });
      },
      ...(find === undefined
        ? {}
        : {
            find: async (type, key, signal) => {
              this.arrived();
              return find(type, key, signal);
            },
          }),
    };
  }
}
