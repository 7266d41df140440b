import type { Frame, Locator, Page } from 'playwright-core';
import { inTime } from './in-time.ts';
import type { Seen } from './page/page-view.ts';
import { plainLook, plainText } from './plain-look.ts';

/** What is waited for, and how long. */
export interface AwaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default 15000 ms. */
  readonly timeoutMs?: number | undefined;
  /** Those of the selectors for which being on the page is enough, such as an entry of a menu that is closed. Default none. */
  readonly unseen?: readonly string[] | undefined;
}

/** How long a page that has just come may take to be read and styled before Playwright waits for it. */
const readyWithinMs = 1000;

/** How often the selector is on the page, in whatever frame. Frames that go away meanwhile count nothing. */
export async function countAnywhere(page: Page, selector: string): Promise<number> {
  const counts = await Promise.all(
    page.frames().map(async (frame) => {
      const [seen] = await plainLook(frame, [selector]);
      return (
        seen?.count ??
        frame
          .locator(selector)
          .count()
          .catch(() => 0)
      );
    }),
  );
  return counts.reduce((sum, each) => sum + each, 0);
}

/** The first place that a person sees, in whatever frame. */
export async function shownAnywhere(page: Page, selector: string): Promise<Locator | undefined> {
  for (const frame of page.frames()) {
    const [seen] = await plainLook(frame, [selector]);
    const place = shownIn(frame, selector);
    if (seen?.isShown ?? (await place.isVisible().catch(() => false))) return place;
  }
  return undefined;
}

/** The text of the first place that a person sees, in whatever frame; undefined when there is none. */
export async function textAnywhere(page: Page, selector: string): Promise<string | undefined> {
  for (const frame of page.frames()) {
    const text = await plainText(frame, selector);
    if (text !== undefined) return text;
    const place = shownIn(frame, selector);
    if (await place.isVisible().catch(() => false)) return place.innerText();
  }
  return undefined;
}

function shownIn(frame: Frame, selector: string): Locator {
  return frame.locator(selector).filter({ visible: true }).first();
}

/** Waits until one of the selectors is seen in whatever frame, and says which; undefined when none comes in time. */
export async function awaitAnywhere(page: Page, selectors: readonly string[], options: AwaitOptions = {}): Promise<string | undefined> {
  const timeout = options.timeoutMs ?? 15_000;
  const until = performance.now() + timeout;
  const [only, ...others] = page.frames();
  if (only !== undefined && others.length === 0) {
    const soon = await inTime(plainLook(only, selectors, Math.min(readyWithinMs, timeout)), timeout, options.signal);
    const there = selectors.find((selector, at) => isThere(soon?.[at], selector, options));
    if (there !== undefined) return there;
    await awaitInPage(page, selectors, { ...options, timeoutMs: Math.max(1, until - performance.now()) });
  }
  for (;;) {
    const there = await thereNow(page, selectors, options);
    if (there !== undefined) return there;
    options.signal?.throwIfAborted();
    if (performance.now() >= until || page.isClosed() || page.url().startsWith('chrome-error:')) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function thereNow(page: Page, selectors: readonly string[], options: AwaitOptions): Promise<string | undefined> {
  const frames = await Promise.all(page.frames().map((frame) => lookIn(frame, selectors)));
  return selectors.find((selector, at) => frames.some((seen) => isThere(seen[at], selector, options)));
}

async function lookIn(frame: Frame, selectors: readonly string[]): Promise<readonly Seen[]> {
  const plain = await plainLook(frame, selectors);
  return Promise.all(selectors.map(async (selector, at) => plain[at] ?? askPlaywright(frame.locator(selector))));
}

async function askPlaywright(places: Locator): Promise<Seen> {
  const shown = places.filter({ visible: true }).first();
  const [count, isShown] = await Promise.all([places.count().catch(() => 0), shown.isVisible().catch(() => false)]);
  return { count, isShown };
}

function isThere(seen: Seen | undefined, selector: string, { unseen = [] }: AwaitOptions): boolean {
  return seen?.isShown === true || (unseen.includes(selector) && (seen?.count ?? 0) > 0);
}

/** One page without frames tells by itself when something appears; once it has frames, they are looked into. */
async function awaitInPage(page: Page, selectors: readonly string[], { signal, timeoutMs, unseen = [] }: AwaitOptions): Promise<void> {
  const [first, ...others] = selectors.map((each) =>
    unseen.includes(each) ? page.locator(each) : page.locator(each).filter({ visible: true }),
  );
  if (first === undefined) return;
  const either = others.reduce((all, each) => all.or(each), first);
  const limits = { timeout: timeoutMs ?? 0, state: 'attached' as const, ...(signal === undefined ? {} : { signal }) };
  const appeared = either.first().waitFor(limits);
  const framed = Promise.withResolvers<void>();
  const note = (): void => framed.resolve();
  page.on('frameattached', note);
  if (page.frames().length > 1) note();
  await Promise.race([appeared.catch(() => undefined), framed.promise]);
  page.off('frameattached', note);
}
