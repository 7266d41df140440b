import type { Frame, Locator, Page } from 'playwright-core';

/** What is waited for, and how long. */
export interface AwaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default 15000 ms. */
  readonly timeoutMs?: number | undefined;
  /** Those of the selectors for which being on the page is enough, such as an entry of a menu that is closed. Default none. */
  readonly unseen?: readonly string[] | undefined;
}

/** The selector in every frame of the page: framesets and embedded pages belong to what a person sees. */
function everywhere(page: Page, selector: string): readonly Locator[] {
  return page.frames().map((frame: Frame) => frame.locator(selector));
}

/** How often the selector is on the page, in whatever frame. Frames that go away meanwhile count nothing. */
export async function countAnywhere(page: Page, selector: string): Promise<number> {
  const counts = await Promise.all(everywhere(page, selector).map((each) => each.count().catch(() => 0)));
  return counts.reduce((sum, each) => sum + each, 0);
}

/** The first place that a person sees, in whatever frame. */
export async function shownAnywhere(page: Page, selector: string): Promise<Locator | undefined> {
  for (const each of everywhere(page, selector)) {
    const seen = each.filter({ visible: true }).first();
    if (await seen.isVisible().catch(() => false)) return seen;
  }
  return undefined;
}

async function isThere(page: Page, selector: string, { unseen = [] }: AwaitOptions): Promise<boolean> {
  if ((await shownAnywhere(page, selector)) !== undefined) return true;
  return unseen.includes(selector) && (await countAnywhere(page, selector)) > 0;
}

/** Waits until one of the selectors is seen in whatever frame, and says which; undefined when none comes in time. */
export async function awaitAnywhere(page: Page, selectors: readonly string[], options: AwaitOptions = {}): Promise<string | undefined> {
  const timeout = options.timeoutMs ?? 15_000;
  const until = performance.now() + timeout;
  if (page.frames().length === 1) await awaitInPage(page, selectors, { ...options, timeoutMs: timeout });
  for (;;) {
    for (const selector of selectors) if (await isThere(page, selector, options)) return selector;
    options.signal?.throwIfAborted();
    if (performance.now() >= until || page.isClosed() || page.url().startsWith('chrome-error:')) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** One page without frames tells by itself when something appears. */
async function awaitInPage(page: Page, selectors: readonly string[], { signal, timeoutMs, unseen = [] }: AwaitOptions): Promise<void> {
  const [first, ...others] = selectors.map((each) =>
    unseen.includes(each) ? page.locator(each) : page.locator(each).filter({ visible: true }),
  );
  if (first === undefined) return;
  const either = others.reduce((all, each) => all.or(each), first);
  const limits = { timeout: timeoutMs ?? 0, state: 'attached' as const, ...(signal === undefined ? {} : { signal }) };
  await either
    .first()
    .waitFor(limits)
    .catch(() => undefined);
}
