import { type Attempt, type Channel, type DeliveryKey, LoginFailed, type MappedRecord, NeedsPerson, NotDelivered } from '@amtsbote/sdk';
import { OutcomeUnknown, RejectedByTarget, Throttled } from '@amtsbote/sdk';

/** How the target of a sequence can be asked whether it holds a record. */
export type Look = 'authoritative' | 'hint' | 'none' | 'key';

/** What goes wrong before the commit point. */
export const faultsBefore = ['unreachable', 'throttled', 'login-failed', 'needs-person', 'foreign-error'] as const;
/** What goes wrong in the act. */
export const faultsInAct = ['cut-before-saving', 'cut-after-saving', 'foreign-error-after-saving', 'refused-in-act', 'rejected'] as const;

/** What goes wrong in one delivery. */
export type TargetFault = (typeof faultsBefore)[number] | (typeof faultsInAct)[number];

/** A delivery as the target saw it. */
export interface SeenDelivery {
  readonly key: DeliveryKey;
  readonly came: TargetFault | 'interrupted' | 'well';
}

/** The other side of a sequence: holds records, fails as it is told, by the first word of the name that a record is about. */
export class SimulatedTarget {
  readonly saved: { readonly key: DeliveryKey; readonly reference: string }[] = [];
  /** Every delivery that came to the point where it goes well or fails. */
  readonly seen: SeenDelivery[] = [];
  readonly faults: Map<string, TargetFault[]> = new Map();
  /** Look-ups that fail from now on. */
  failingLooks = 0;
  /** While it is set, nothing fails before the commit point. */
  isCalm = false;
  readonly #look: Look;

  constructor(look: Look) {
    this.#look = look;
  }

  get channel(): Channel {
    const find = this.#look === 'key' ? 'none' : this.#look;
    return {
      kind: 'api',
      capabilities: { find, idempotencyKey: this.#look === 'key', maxInFlightMs: 500, visibilityLagMs: 200 },
      deliver: (_type, record, attempt) => this.#deliver(record, attempt),
      ...(find === 'none' ? {} : { find: async (_type: string, key: DeliveryKey) => this.#find(key) }),
      check: async () => [{ name: 'reachable', ok: true }],
    };
  }

  /** Saves; with an idempotency key a second time is the first one. */
  save(key: DeliveryKey): string {
    const known = this.#look === 'key' ? this.saved.find((one) => one.key === key) : undefined;
    if (known !== undefined) return known.reference;
    const reference = `REF-${this.saved.length + 1}`;
    this.saved.push({ key, reference });
    return reference;
  }

  count(key: DeliveryKey): number {
    return this.saved.filter((one) => one.key === key).length;
  }

  #find(key: DeliveryKey): readonly string[] {
    if (this.failingLooks > 0) {
      this.failingLooks -= 1;
      throw new NotDelivered('AB_TARGET_UNREACHABLE', 'no look-up');
    }
    return this.saved.filter((one) => one.key === key).map((one) => one.reference);
  }

  #next(record: MappedRecord): TargetFault | undefined {
    const waiting = this.faults.get((record['name'] as string).split(' ', 1)[0] ?? '') ?? [];
    const [first] = waiting;
    if (first === undefined || (this.isCalm && faultsBefore.includes(first as never))) return undefined;
    return waiting.shift();
  }

  async #deliver(record: MappedRecord, attempt: Attempt): Promise<{ reference: string }> {
    const key = attempt.deliveryKey;
    await attempt.step('prepare', async () => undefined);
    if (attempt.signal.aborted) {
      this.seen.push({ key, came: 'interrupted' });
      throw new NotDelivered('AB_INTERRUPTED', 'nothing was sent');
    }
    const fault = this.#next(record);
    if (fault !== undefined && faultsBefore.includes(fault as never)) {
      this.seen.push({ key, came: fault });
      failBefore(fault);
    }
    let acted = false;
    try {
      return { reference: await attempt.commit({ name: 'save' }, async () => ((acted = true), this.#act(key, fault))) };
    } finally {
      if (!acted) this.seen.push({ key, came: 'interrupted' });
    }
  }

  #act(key: DeliveryKey, fault: TargetFault | undefined): string {
    this.seen.push({ key, came: fault ?? 'well' });
    if (fault === 'cut-before-saving') throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'cut');
    if (fault === 'refused-in-act') throw new NotDelivered('AB_TARGET_BROKEN', 'proved not saved');
    if (fault === 'rejected') throw new RejectedByTarget('AB_TARGET_REJECTED', 'content fault');
    const reference = this.save(key);
    if (fault === 'cut-after-saving') throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'cut');
    if (fault === 'foreign-error-after-saving') throw new TypeError('a foreign error');
    return reference;
  }
}

function failBefore(fault: TargetFault): void {
  if (fault === 'unreachable') throw new NotDelivered('AB_TARGET_UNREACHABLE', 'connection refused');
  if (fault === 'throttled') throw new Throttled('AB_TARGET_THROTTLED', 'slow down', { retryAfterMs: 5_000 });
  if (fault === 'login-failed') throw new LoginFailed('AB_LOGIN_FAILED', 'login refused');
  if (fault === 'needs-person') throw new NeedsPerson('AB_FORM_CHANGED', 'another form');
  throw new TypeError('a foreign error');
}
