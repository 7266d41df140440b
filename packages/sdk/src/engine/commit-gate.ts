import { Defect, NeedsPerson, NotDelivered, OutcomeUnknown } from '../errors/families.ts';
import type { Claim } from '../ledger/contract.ts';
import type { CommitGate, CommitIntent } from '../target/attempt.ts';
import type { Channel } from '../target/channel.ts';
import type { EngineContext } from './context.ts';

/** Ends an attempt of a dry run at its commit point. Not an error of ours: channels let it pass. */
export class DryRunStop extends Error {
  override readonly name = 'DryRunStop';
}

/** What the gate knows of the channel. */
type GateChannel = Pick<Channel, 'kind' | 'capabilities' | 'progress'>;

/** The engine's side of the commit point: the intent is durable before the act may happen, once per attempt. */
export class LedgerGate implements CommitGate {
  readonly #context: EngineContext;
  readonly #claim: Claim;
  readonly #channel: GateChannel;
  #acts = 0;
  #asked = false;
  #ordered = false;
  #opened = false;
  #written = false;
  #shut = false;
  /** True when a dry run ended here. */
  stopped = false;

  constructor(context: EngineContext, claim: Claim, channel: GateChannel) {
    this.#context = context;
    this.#claim = claim;
    this.#channel = channel;
  }

  /** How many acts were let happen. */
  get acts(): number {
    return this.#acts;
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
    this.#expectAllowed(intent);
    this.#asked = true;
    this.#ordered = intent.ordered === true;
    if (this.#shut && !this.#opened) throw new NotDelivered('AB_DEADLINE', 'The attempt was over before its commit point');
    const { dryRun, ledger, clock, boundary } = this.#context;
    if (dryRun !== undefined) {
      this.stopped = true;
      dryRun.preview(this.#claim.key, intent.preview ?? intent.name);
      throw new DryRunStop();
    }
    boundary('gate:before');
    if (this.#shut) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'The attempt was over before its next act');
    const { key, fence } = this.#claim;
    const { requestHash, ordered, name } = intent;
    const act = ordered === true ? name : undefined;
    const { kind: channel, capabilities: inFlight } = this.#channel;
    const held = this.#opened
      ? await ledger.deliveries.noteAct({ key, fence, now: clock.now(), requestHash, act: name })
      : await ledger.deliveries.change({ key, fence, to: 'committing', now: clock.now(), channel, requestHash, inFlight, act });
    if (!held) throw new NeedsPerson('AB_LEDGER_BUSY', 'Another run took this delivery over; nothing was sent');
    this.#written = true;
    if (this.#shut && !this.#opened) {
      throw new NotDelivered('AB_INTERRUPTED', 'The attempt ended while its intent was written; nothing was sent');
    }
    if (this.#shut) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'The attempt ended while the intent of its next act was written');
    this.#opened = true;
    this.#acts += 1;
    boundary('gate:opened');
  }

  #expectAllowed({ ordered }: CommitIntent): void {
    if (this.#asked && !(this.#opened && this.#ordered && ordered === true)) {
      throw new Defect('AB_DEFECT', 'The commit point was reached twice in one attempt');
    }
    if (ordered === true && this.#channel.progress === undefined) {
      throw new Defect('AB_DEFECT', 'A channel with several acts must be able to say how far a record is');
    }
    if (ordered !== true && this.#claim.begun !== undefined) {
      throw new Defect('AB_DEFECT', 'The channel would make a second record beside the one that was begun');
    }
  }
}
