import type { Page } from 'playwright-core';
import { browserEnvironment } from '../../rpa/browser/browser-environment.ts';
import { findBrowser } from '../../rpa/browser/find-browser.ts';
import { loadPlaywright } from '../../rpa/browser/load-playwright.ts';
import { PageSnapshot } from './page-snapshot.ts';

/** A page as still, anonymous HTML. */
export interface Snapshot {
  /** Path of the page, the numbers of records taken out. */
  readonly path: string;
  readonly html: string;
}

/** How to take snapshots. */
export interface SnapshotOptions {
  readonly urls: readonly string[];
  /** Shows a window. Default false. */
  readonly headed?: boolean | undefined;
  readonly browser?: string | undefined;
  /** Called with the first page before any snapshot, so that a person can log in there. */
  readonly prepare?: ((page: Page) => Promise<void>) | undefined;
}

/**
 * Saves pages without what they hold: values and texts that may be data keep their shape only, scripts and addresses outside are gone.
 *
 * @throws ConfigurationFault AB_BROWSER_MISSING
 */
export async function takeSnapshots(options: SnapshotOptions): Promise<readonly Snapshot[]> {
  const { urls, headed = false, prepare } = options;
  const [{ chromium }, found] = await Promise.all([loadPlaywright(), findBrowser({ path: options.browser, headed })]);
  const browser = await chromium.launch({
    ...(found.executablePath === undefined ? {} : { executablePath: found.executablePath }),
    ...(found.channel === undefined ? {} : { channel: found.channel }),
    headless: !headed,
    chromiumSandbox: process.getuid?.() !== 0,
    env: browserEnvironment(process.env),
  });
  try {
    const context = await browser.newContext({ locale: 'de-DE', timezoneId: 'Europe/Berlin', serviceWorkers: 'block' });
    const page = await context.newPage();
    if (prepare !== undefined && urls[0] !== undefined) {
      await page.goto(urls[0], { waitUntil: 'domcontentloaded' });
      await prepare(page);
    }
    const taken: Snapshot[] = [];
    for (const url of urls) {
      await page.goto(url, { waitUntil: 'load' });
      taken.push(await snapshotOf(page));
    }
    return taken;
  } finally {
    await browser.close();
  }
}

async function snapshotOf(page: Page): Promise<Snapshot> {
  return page.evaluate<Snapshot>(`(() => {
const __name = (each) => each;
const snapshot = new (${String(PageSnapshot)})();
return { html: snapshot.html(), path: snapshot.path(location.href) };
})()`);
}
