import { setTimeout as wait } from 'node:timers/promises';
import type { ServeConfig } from '@amtsbote/sdk/runtime';
import { type Context, openProject, withRuntime } from '../../context.ts';
import { answer } from './answer.ts';
import { CallbackDesk } from './callback-desk.ts';
import { type Health, healthOf } from './health.ts';
import { LedgerProbe } from './ledger-probe.ts';
import { listen, type Listener } from './listener.ts';
import { type RunEnd, RunLoop } from './run-loop.ts';
import { runForService } from './run-for-service.ts';
import { ServiceVoice } from './service-voice.ts';

/** How a service is started. */
export interface ServiceOptions {
  readonly settings: ServeConfig;
  /** File for log lines. */
  readonly log?: string | undefined;
  /** Say everything of each run. */
  readonly verbose?: boolean | undefined;
}

/** Runs one after the other, and the listener that wants them. */
export class Service {
  readonly #context: Context;
  readonly #options: ServiceOptions;
  readonly #voice: ServiceVoice;
  readonly #desk: CallbackDesk;
  readonly #probe: LedgerProbe;
  readonly #loop: RunLoop;
  #listener: Listener | undefined;
  #refused = 0;

  constructor(context: Context, options: ServiceOptions) {
    this.#context = context;
    this.#options = options;
    this.#voice = new ServiceVoice(context);
    this.#desk = new CallbackDesk(() => openProject(context));
    this.#probe = new LedgerProbe(context.deps.now, () => withRuntime(context, async (runtime) => void (await runtime.status())));
    this.#loop = new RunLoop({
      everyMs: options.settings.everyMs,
      now: context.deps.now,
      sleep: async (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
      run: (signal) => this.#run(signal),
    });
  }

  /**
   * Listens, from then on until the signal is aborted.
   *
   * @throws ConfigurationFault for a configuration that cannot be used; Error of Node when it cannot listen
   */
  async until(signal: AbortSignal): Promise<{ readonly isInterrupted: boolean }> {
    const { settings } = this.#options;
    await this.#desk.renew();
    try {
      this.#listener = await listen(settings, (request, response) => {
        answer(request, response, {
          health: () => this.#health(),
          isHeard: (portal) => this.#desk.isHeard(portal),
          verify: (portal, callback) => this.#desk.verify(portal, callback),
          wanted: () => this.#loop.want(),
        }).catch(() => response.destroy());
      });
      this.#voice.listening({ url: this.#listener.url, portals: this.#desk.portals, everyMs: settings.everyMs });
      signal.addEventListener('abort', () => void this.#listener?.close(), { once: true });
      return await this.#loop.until(signal);
    } finally {
      await this.#listener?.close();
      await this.#desk.close();
    }
  }

  async #run(signal: AbortSignal): Promise<RunEnd> {
    const { log, verbose } = this.#options;
    const end = await runForService(this.#context, { voice: this.#voice, signal, log, verbose });
    if (!signal.aborted) await this.#betweenRuns();
    return end;
  }

  /** A configuration that cannot be used any more was told by the run; callbacks are then verified as before. */
  async #betweenRuns(): Promise<void> {
    this.#probe.forget();
    await this.#desk.renew().catch(() => undefined);
    if ((await this.#listener?.renewCertificate()) === false) this.#voice.note('serve.certificateUnread');
    const { refused } = this.#desk.counts;
    if (refused > this.#refused) this.#voice.note('serve.refused', { count: refused - this.#refused });
    this.#refused = refused;
  }

  async #health(): Promise<Health> {
    const { runningSince, last, nextAt } = this.#loop;
    return healthOf({ isLedgerReachable: await this.#probe.isReachable(), runningSince, last, nextAt, callbacks: this.#desk.counts });
  }
}
