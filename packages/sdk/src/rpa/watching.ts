import type { BrowserContext, Page, Route } from 'playwright-core';
import { NeedsPerson } from '../errors/families.ts';
import type { Watcher } from '../target/services.ts';
import { pageLibrary } from './page/page-script.ts';
import { type RequestPattern, isWrite, matchesPattern } from './request-pattern.ts';

/** What a person is asked before it happens. */
export interface Pause {
  readonly ask: NonNullable<Watcher['beforeStep']>;
  /** A fixed phrase, such as `fill form`. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** Requests that save though they are no writes. */
  readonly saving?: readonly RequestPattern[] | undefined;
}

/**
 * Lets a person look, and goes on when they say so. Meanwhile nothing leaves the page that may change anything, and what the form holds
 * must be the same after.
 *
 * @throws NeedsPerson AB_NOT_CONFIRMED when they say no, or worked in the window meanwhile; what the signal says when it is aborted
 */
export async function pauseFor(page: Page | undefined, pause: Pause): Promise<void> {
  const { ask, what, signal } = pause;
  if (page === undefined || page.isClosed()) return expectYes(await untilAborted(ask(what), signal), what);
  await page.bringToFront().catch(() => undefined);
  await using still = await heldBack(page, pause.saving ?? []);
  const before = await contentOf(page);
  const yes = await untilAborted(ask(what), signal);
  expectYes(yes, what);
  if (still.count > 0) throw notConfirmed(`something was sent from the window before "${what}"; it was held back`);
  if ((await contentOf(page)) !== before) throw notConfirmed(`the page was changed by hand before "${what}"`);
}

function expectYes(yes: boolean, what: string): void {
  if (!yes) throw notConfirmed(`the person who watched did not let "${what}" happen`);
}

function notConfirmed(why: string): NeedsPerson {
  return new NeedsPerson('AB_NOT_CONFIRMED', `${why}; nothing was sent`);
}

interface HeldBack extends AsyncDisposable {
  readonly count: number;
}

async function heldBack(page: Page, saving: readonly RequestPattern[]): Promise<HeldBack> {
  const context: BrowserContext = page.context();
  const held = { count: 0 };
  const url = page.url();
  const pattern = /^https?:/;
  const hold = async (route: Route): Promise<void> => {
    const request = route.request();
    if (!isWrite(request) && !saving.some((each) => matchesPattern(request, each, url))) return route.fallback();
    held.count += 1;
    await route.abort('blockedbyclient').catch(() => undefined);
  };
  await context.route(pattern, hold);
  return {
    get count() {
      return held.count;
    },
    [Symbol.asyncDispose]: () => context.unroute(pattern, hold).catch(() => undefined),
  };
}

/** What the controls hold. Kept only until it is compared. */
async function contentOf(page: Page): Promise<string> {
  const shown = `(() => {${pageLibrary}
const page = look();
return JSON.stringify([location.href, page.locator.usable.map((each) => [page.values.shown(each), each.checked === true])]);
})()`;
  return page.evaluate<string>(shown).catch(() => '');
}

async function untilAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([asked, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
