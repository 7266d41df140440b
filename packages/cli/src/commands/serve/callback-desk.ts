import type { CallbackRequest, CallbackVerdict, PortalCallback, Runtime } from '@amtsbote/sdk/runtime';
import type { CallbackCounts } from './health.ts';

/** What became of a callback. `later`: it could not be verified now. */
export type CallbackEnd = CallbackVerdict | 'later';

/**
 * Where callbacks of portals are verified. It has portals of its own, apart from those of runs, and renews them between runs, so that a
 * changed configuration holds for callbacks, too.
 */
export class CallbackDesk {
  readonly #open: () => Promise<Runtime>;
  #runtime: Runtime | undefined;
  #callbacks: ReadonlyMap<string, PortalCallback> = new Map();
  #taken = 0;
  #refused = 0;

  constructor(open: () => Promise<Runtime>) {
    this.#open = open;
  }

  get counts(): CallbackCounts {
    return { taken: this.#taken, refused: this.#refused };
  }

  /** The portals that are heard. */
  get portals(): readonly string[] {
    return [...this.#callbacks.keys()];
  }

  /**
   * Opens the portals of the configuration as it is now. What is open stays when that fails.
   *
   * @throws ConfigurationFault what the configuration is at fault for
   */
  async renew(): Promise<void> {
    const runtime = await this.#open();
    try {
      this.#callbacks = await runtime.callbacks();
    } catch (error) {
      await runtime.close();
      throw error;
    }
    const before = this.#runtime;
    this.#runtime = runtime;
    await before?.close();
  }

  isHeard(portal: string): boolean {
    return this.#callbacks.has(portal);
  }

  async verify(portal: string, request: CallbackRequest): Promise<CallbackEnd> {
    const verdict = await this.#verdict(portal, request);
    if (verdict === 'poll') this.#taken += 1;
    else this.#refused += 1;
    return verdict;
  }

  async close(): Promise<void> {
    await this.#runtime?.close();
    this.#runtime = undefined;
  }

  async #verdict(portal: string, request: CallbackRequest): Promise<CallbackEnd> {
    try {
      return (await this.#callbacks.get(portal)?.verify(request)) ?? 'later';
    } catch {
      return 'later';
    }
  }
}
