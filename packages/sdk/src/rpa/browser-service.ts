import type { Browser } from 'playwright-core';
import type { ConnectorServices } from '../target/services.ts';
import { findBrowser } from './find-browser.ts';
import { loadPlaywright } from './load-playwright.ts';

/** One browser process for the whole run; started at first use, and again when it ended. */
export interface BrowserService {
  /** @throws ConfigurationFault AB_BROWSER_MISSING */
  browser(): Promise<Browser>;
}

/** The browser of this run. Connectors share it; each of their accounts has its own context. */
export async function browserService(services: Pick<ConnectorServices<unknown>, 'resources'>, path?: string): Promise<BrowserService> {
  return services.resources.shared(path === undefined ? 'rpa:browser' : `rpa:browser:${path}`, async () => {
    const service = new OneBrowser(path);
    return { value: service, close: () => service.close() };
  });
}

class OneBrowser implements BrowserService {
  readonly #path: string | undefined;
  #browser: Promise<Browser> | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
  }

  browser(): Promise<Browser> {
    const before = this.#browser?.catch(() => undefined) ?? Promise.resolve(undefined);
    this.#browser = before.then((current) => (current?.isConnected() ? current : launch(this.#path)));
    return this.#browser;
  }

  async close(): Promise<void> {
    const browser = await this.#browser?.catch(() => undefined);
    await browser?.close().catch(() => undefined);
  }
}

async function launch(path: string | undefined): Promise<Browser> {
  const [{ chromium }, found] = await Promise.all([loadPlaywright(), findBrowser({ path })]);
  return chromium.launch({
    ...(found.executablePath === undefined ? {} : { executablePath: found.executablePath }),
    ...(found.channel === undefined ? {} : { channel: found.channel }),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    env: withoutSecrets(process.env),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

function withoutSecrets(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined || name.startsWith('AMTSBOTE_') ? [] : [[name, value]])),
  );
}
