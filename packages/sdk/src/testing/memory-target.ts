import { LoginFailed, NotDelivered, OutcomeUnknown, RejectedByTarget } from '../errors/families.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { MappedRecord } from '../model/record.ts';
import type { ChannelKind, RecordState } from '../model/states.ts';
import type { Attempt } from '../target/attempt.ts';
import type { Channel, ChannelCapabilities } from '../target/channel.ts';

/** What goes wrong in one delivery of a {@link MemoryTarget}. */
export type MemoryFault =
  | 'unreachable'
  | 'login-failed'
  | 'cut-before-saving'
  | 'cut-after-saving'
  | 'rejected'
  | 'foreign-error'
  | 'foreign-error-after-saving'
  | 'no-commit'
  | 'commit-twice';

/** A record as the target holds it: the witness of tests. */
export interface MemoryRecord {
  readonly key: DeliveryKey;
  readonly record: MappedRecord;
  readonly reference: string;
}

/** A target in memory with two ways in. It saves whatever it is given, twice if asked twice; `saved` is the witness. */
export class MemoryTarget {
  readonly saved: MemoryRecord[] = [];
  /** Faults of the next deliveries, in order, whichever channel makes them. */
  readonly faults: MemoryFault[] = [];
  /** What it says of records, by reference. Default: received. */
  readonly states: Map<string, RecordState> = new Map();
  /** Thrown by the next questions for a state, one each. */
  readonly stateFaults: Error[] = [];
  /** References whose state was asked for. */
  readonly asked: string[] = [];
  /** Look-ups that answer as if the target could not be reached. */
  failingLooks = 0;

  channel(kind: ChannelKind, capabilities: Partial<ChannelCapabilities> = {}): Channel {
    const declared: ChannelCapabilities = {
      find: 'authoritative',
      idempotencyKey: false,
      maxInFlightMs: 500,
      visibilityLagMs: 200,
      ...capabilities,
    };
    return {
      kind,
      capabilities: declared,
      deliver: (_type, record, attempt) => this.#deliver(record, attempt),
      ...(declared.find === 'none' ? {} : { find: async (_type: string, key: DeliveryKey) => this.#find(key) }),
      status: async (_type, { reference }) => this.#stateOf(reference),
      check: async () => [{ name: 'reachable', ok: true }],
    };
  }

  /** Saves past everything, as if by hand. */
  save(key: DeliveryKey, record: MappedRecord): string {
    const reference = `REF-${this.saved.length + 1}`;
    this.saved.push({ key, record, reference });
    return reference;
  }

  #stateOf(reference: string): RecordState {
    this.asked.push(reference);
    const fault = this.stateFaults.shift();
    if (fault !== undefined) throw fault;
    return this.states.get(reference) ?? { status: 'received', final: false };
  }

  #find(key: DeliveryKey): readonly string[] {
    if (this.failingLooks > 0) {
      this.failingLooks -= 1;
      throw new NotDelivered('AB_TARGET_UNREACHABLE', 'no look-up');
    }
    return this.saved.filter((one) => one.key === key).map((one) => one.reference);
  }

  async #deliver(record: MappedRecord, attempt: Attempt): Promise<{ reference: string }> {
    const fault = this.faults.shift();
    await attempt.step('prepare', async () => failBefore(fault));
    if (attempt.signal.aborted) throw new NotDelivered('AB_INTERRUPTED', 'the attempt was aborted; nothing was sent');
    if (fault === 'no-commit') return { reference: 'REF-0' };
    const reference = await attempt.commit({ name: 'save', preview: JSON.stringify(record) }, async () => {
      if (fault === 'cut-before-saving') throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'cut');
      if (fault === 'rejected') throw new RejectedByTarget('AB_TARGET_REJECTED', 'content fault');
      const saved = this.save(attempt.deliveryKey, record);
      if (fault === 'cut-after-saving') throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'cut');
      if (fault === 'foreign-error-after-saving') throw new TypeError('a foreign error with a secret value');
      return saved;
    });
    if (fault === 'commit-twice') await attempt.commit({ name: 'save again' }, async () => this.save(attempt.deliveryKey, record));
    return { reference };
  }
}

function failBefore(fault: MemoryFault | undefined): void {
  if (fault === 'unreachable') throw new NotDelivered('AB_TARGET_UNREACHABLE', 'connection refused');
  if (fault === 'login-failed') throw new LoginFailed('AB_LOGIN_FAILED', 'login refused');
  if (fault === 'foreign-error') throw new TypeError('a foreign error with a secret value');
}
