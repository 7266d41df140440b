import { Defect, NeedsPerson, NotDelivered } from '../errors/families.ts';
import type { Claim } from '../ledger/contract.ts';
import type { ChannelKind } from '../model/states.ts';
import type { CommitGate, CommitIntent } from '../target/attempt.ts';
import type { ChannelCapabilities } from '../target/channel.ts';
import type { EngineContext } from './context.ts';

/** Ends an attempt of a dry run at its commit point. Not an error of ours: channels let it pass. */
export class DryRunStop extends Error {
  override readonly name = 'DryRunStop';
}

/** The engine's side of the commit point: the intent is durable before the act may happen, once per attempt. */
export class LedgerGate implements CommitGate {
  readonly #context: EngineContext;
  readonly #claim: Claim;
  readonly #channel: { readonly kind: ChannelKind; readonly capabilities: ChannelCapabilities };
  #asked = false;
  #opened = false;
  #written = false;
  #shut = false;
  /** True when a dry run ended here. */
  stopped = false;

  constructor(context: EngineContext, claim: Claim, channel: LedgerGate['channel']) {
    this.#context = context;
    this.#claim = claim;
    this.#channel = channel;
  }

  get channel(): { readonly kind: ChannelKind; readonly capabilities: ChannelCapabilities } {
    return this.#channel;
  }

  get opened(): boolean {
    return this.#opened;
  }

  /** True once the intent is durable: from then on the way back to `ready` is "proved not done". */
  get written(): boolean {
    return this.#written;
  }

  /** After this no act may begin any more: the attempt is over for the engine. */
  shut(): void {
    this.#shut = true;
  }

  async open(intent: CommitIntent): Promise<void> {
    if (this.#asked) throw new Defect('AB_DEFECT', 'The commit point was reached twice in one attempt');
    this.#asked = true;
    if (this.#shut) throw new NotDelivered('AB_DEADLINE', 'The attempt was over before its commit point');
    const { dryRun, ledger, clock, boundary } = this.#context;
    if (dryRun !== undefined) {
      this.stopped = true;
      dryRun.preview(this.#claim.key, intent.preview ?? intent.name);
      throw new DryRunStop();
    }
    boundary('gate:before');
    const held = await ledger.deliveries.change({
      key: this.#claim.key,
      fence: this.#claim.fence,
      to: 'committing',
      now: clock.now(),
      channel: this.#channel.kind,
      requestHash: intent.requestHash,
      inFlight: this.#channel.capabilities,
    });
    if (!held) throw new NeedsPerson('AB_LEDGER_BUSY', 'Another run took this delivery over; nothing was sent');
    this.#written = true;
    if (this.#shut) throw new NotDelivered('AB_INTERRUPTED', 'The attempt ended while its intent was written; nothing was sent');
    this.#opened = true;
    boundary('gate:opened');
  }
}
