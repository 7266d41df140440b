import { availableParallelism } from 'node:os';
import type { Browser } from 'playwright-core';
import type { ConnectorServices, Watcher } from '../../target/services.ts';
import { Places } from '../session/places.ts';
import { browserMemory } from './browser-memory.ts';
import { browserEnvironment } from './browser-environment.ts';
import { findBrowser } from './find-browser.ts';
import { loadPlaywright } from './load-playwright.ts';
import { ownerMark, reapOrphans } from './reap-orphans.ts';

/** One browser process for the whole run; started at first use, and again when it ended. */
export interface BrowserService {
  /** @throws ConfigurationFault AB_BROWSER_MISSING */
  browser(): Promise<Browser>;
  /** As many work in it at a time as there are cores: more would only wait for each other. */
  readonly room: Places;
  /** True when it holds more memory than it may. Looks now and then only. */
  isHeavy(): Promise<boolean>;
  /** Ends the browser if it holds too much though no context is left in it; the next use starts a new one. */
  relieve(): Promise<void>;
}

/** A browser that holds more than this is recycled: contexts first, the process after. */
const mostBytes = 1024 * 1024 * 1024;

/** Asking every process costs more than a delivery is worth. */
const looksEvery = 20;

/** The browser of this run. Connectors share it; each of their accounts has its own context. */
export async function browserService(
  services: Pick<ConnectorServices<unknown>, 'resources' | 'watcher'>,
  path?: string,
): Promise<BrowserService> {
  return services.resources.shared(path === undefined ? 'rpa:browser' : `rpa:browser:${path}`, async () => {
    const service = new OneBrowser(path, mostBytes, services.watcher);
    return { value: service, close: () => service.close() };
  });
}

/** See {@link BrowserService}. */
export class OneBrowser implements BrowserService {
  readonly room: Places = new Places(availableParallelism());
  readonly #path: string | undefined;
  readonly #mostBytes: number;
  readonly #watcher: Watcher | undefined;
  #browser: Promise<Browser> | undefined;
  #asked = 0;

  constructor(path: string | undefined, mostMemory: number, watcher?: Watcher) {
    this.#path = path;
    this.#mostBytes = mostMemory;
    this.#watcher = watcher;
  }

  browser(): Promise<Browser> {
    const before = this.#browser?.catch(() => undefined) ?? Promise.resolve(undefined);
    this.#browser = before.then((current) => (current?.isConnected() ? current : launch(this.#path, this.#watcher)));
    return this.#browser;
  }

  async isHeavy(): Promise<boolean> {
    this.#asked += 1;
    return this.#asked % looksEvery === 0 && (await this.#holdsTooMuch());
  }

  async relieve(): Promise<void> {
    const browser = await this.#browser?.catch(() => undefined);
    if (browser?.contexts().length === 0 && (await this.#holdsTooMuch())) await this.close();
  }

  async close(): Promise<void> {
    const browser = await this.#browser?.catch(() => undefined);
    await browser?.close().catch(() => undefined);
  }

  async #holdsTooMuch(): Promise<boolean> {
    const browser = await this.#browser?.catch(() => undefined);
    if (browser?.isConnected() !== true) return false;
    return ((await browserMemory(browser).catch(() => undefined)) ?? 0) > this.#mostBytes;
  }
}

async function launch(path: string | undefined, watcher: Watcher | undefined): Promise<Browser> {
  const headed = watcher?.headed === true;
  const [{ chromium }, found, mark] = await Promise.all([loadPlaywright(), findBrowser({ path, headed }), ownerMark(), reapOrphans()]);
  return chromium.launch({
    ...(found.executablePath === undefined ? {} : { executablePath: found.executablePath }),
    ...(found.channel === undefined ? {} : { channel: found.channel }),
    args: [mark],
    headless: !headed,
    ...(watcher?.slowMs !== undefined && { slowMo: watcher.slowMs }),
    chromiumSandbox: process.getuid?.() !== 0,
    env: browserEnvironment(process.env),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
