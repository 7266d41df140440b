import type { Clock } from '../clock.ts';
import { callbackMac } from '../crypto/callback-mac.ts';
import type { Dialect } from '../dialect/dialect.ts';
import type { Faults } from '../faults/faults.ts';
import { alterCallback } from '../faults/callback-faults.ts';
import { postJson } from '../http/post-json.ts';
import type { CallbackAddress } from '../store/cases.ts';
import type { Item } from '../store/items.ts';
import type { WaitingCallback } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { WitnessLog } from '../witness/witness-log.ts';

/** What callbacks are made with. */
export interface CallbackTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly types: Dialect['callbackTypes'];
  readonly faults: Faults;
  readonly log: WitnessLog;
  /** How long to wait after each failure, in milliseconds; the last one repeats. */
  readonly retryMs: readonly number[];
  /** Certificates to trust besides the usual ones, in PEM. */
  readonly ca: string | undefined;
}

const localHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Tells receivers and senders that there is something new, until they take it. */
export class Callbacks {
  readonly #tools: CallbackTools;
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(tools: CallbackTools) {
    this.#tools = tools;
  }

  /** Only addresses on this computer: a simulator calls nobody else. */
  mayCall(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname } = new URL(url);
    return (protocol === 'https:' || protocol === 'http:') && localHosts.has(hostname);
  }

  /** Notes that an item was submitted. To be called in the transaction that submits it. */
  announce({ itemId, kind, caseId, destinationId }: Item): void {
    const { types, store } = this.#tools;
    if (kind === 'submission') {
      const entry = { destinationId, submissionId: itemId, caseId };
      this.#add(this.#receiverOf(destinationId), { type: types.newSubmissions, submissionIds: [itemId], submissions: [entry] });
    } else {
      this.#add(store.cases.get(caseId)?.callback, { type: types.newReplies, replies: [{ destinationId, replyId: itemId, caseId }] });
    }
  }

  /** Notes that there is an event: for the other side, or for both when it is the service's own. In its transaction. */
  announceEvent(itemId: string, by: 'reader' | 'service'): void {
    const { store, types } = this.#tools;
    const item = store.items.get(itemId);
    if (!item) return;
    const body = { type: types.newEvents, caseIds: [item.caseId] };
    const sender = store.cases.get(item.caseId)?.callback;
    const receiver = this.#receiverOf(item.destinationId);
    const reader = item.kind === 'submission' ? receiver : sender;
    for (const address of [sender, receiver]) if (by === 'service' || address !== reader) this.#add(address, body);
  }

  /** Sends what is due, now and whenever something becomes due. */
  pump(): void {
    if (this.#closed) return;
    this.#running = this.#running.then(() => this.#sendDue());
  }

  /** Waits until what is due was tried once. */
  async settled(): Promise<void> {
    this.pump();
    await this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #receiverOf(destinationId: string): CallbackAddress | undefined {
    return this.#tools.store.directory.destination(destinationId)?.callback;
  }

  #add(address: CallbackAddress | undefined, body: unknown): void {
    const { store, clock } = this.#tools;
    if (address) store.outbox.add(address, JSON.stringify(body), clock.now());
  }

  async #sendDue(): Promise<void> {
    const { store, clock } = this.#tools;
    for (const waiting of store.outbox.due(clock.now())) {
      if (this.#closed) return;
      await this.#send(waiting);
    }
    this.#sleep();
  }

  async #send(waiting: WaitingCallback): Promise<void> {
    const { store, clock, faults, log, retryMs, ca } = this.#tools;
    const timestamp = String(Math.floor(clock.now() / 1000));
    const plain = { body: waiting.body, timestamp, mac: callbackMac(waiting.secret, timestamp, waiting.body) };
    const acting = faults.takeForCallback();
    const { body, timestamp: said, mac, times } = alterCallback(plain, { acting, secret: waiting.secret });
    const headers = { 'callback-timestamp': said, 'callback-authentication': mac };
    let status: number | 'failed' | 'dropped' = 'dropped';
    for (let time = 0; time < times; time += 1) status = await postJson({ url: waiting.url, headers, body, ca });
    const kinds = acting.map(({ kind }) => kind);
    log.callback({ at: clock.now(), url: waiting.url, body, status, attempt: waiting.attempts + 1, faults: kinds });
    if (status === 'dropped' || (status !== 'failed' && status >= 200 && status < 300)) store.outbox.remove(waiting.number);
    else store.outbox.postpone(waiting.number, clock.now() + (retryMs[waiting.attempts] ?? retryMs.at(-1) ?? 0));
  }

  #sleep(): void {
    const { store, clock } = this.#tools;
    const next = this.#closed ? undefined : store.outbox.nextAt();
    clearTimeout(this.#timer);
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.pump(), Math.min(Math.max(next - clock.now(), 50), 60_000)).unref();
  }
}
