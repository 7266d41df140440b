import type { Frame, Locator, Page } from 'playwright-core';
import { NeedsPerson, NotDelivered } from '../errors/families.ts';
import { isPageGone, isTimeout } from './page-fault.ts';

/** How to click. */
export interface ClickOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default 8000 ms. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Clicks the button, link, tab or entry of a menu that a person calls by this name, in whatever frame, with a real click: it must be
 * visible, enabled and not covered. `css=…` is a selector.
 *
 * @throws NeedsPerson AB_FORM_CHANGED when there is no such button, more than one, or something lies over it; NotDelivered
 * AB_TARGET_UNREACHABLE when the page itself could not be loaded
 */
export async function clickByName(page: Page, name: string, options: ClickOptions = {}): Promise<void> {
  const timeout = options.timeoutMs ?? 8000;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const button = await buttonIn(page, name);
  try {
    await button.click({ timeout, ...signal });
  } catch (error) {
    if (isPageGone(error) || options.signal?.aborted === true) throw error;
    throw notClicked(error, name, await button.count());
  }
}

/** Where the button is; the page itself when it is nowhere yet, so that it is waited for there. */
async function buttonIn(page: Page, name: string): Promise<Locator> {
  const until = performance.now() + 3000;
  do {
    for (const frame of page.frames()) {
      for (const button of clickable(frame, name)) if ((await button.count().catch(() => 0)) > 0) return button;
    }
    if (page.url().startsWith('chrome-error:')) {
      throw new NotDelivered('AB_TARGET_UNREACHABLE', `the page with "${name}" could not be loaded; nothing was sent`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  } while (performance.now() < until);
  return clickable(page, name)[0] ?? page.locator(name);
}

function notClicked(error: unknown, name: string, count: number): unknown {
  if (count !== 1) return new NeedsPerson('AB_FORM_CHANGED', `"${name}" is on the page ${count} times, not once; nothing was sent`);
  if (!isTimeout(error)) return new NeedsPerson('AB_FORM_CHANGED', `"${name}" could not be clicked; nothing was sent`);
  if (!isCovered(error)) return error;
  return new NeedsPerson('AB_FORM_CHANGED', `something lies over "${name}"; nothing was sent`, {
    hint: 'Declare the notice or dialog that lies over the page, with the way past it.',
  });
}

/** Playwright says in its call log what kept it from clicking; nothing of that is passed on. */
function isCovered(error: unknown): boolean {
  return error instanceof Error && error.message.includes('intercepts pointer events');
}

/** Buttons and links first: they are the usual ones, and each role that is asked for takes its time. */
function clickable(place: Page | Frame, name: string): readonly Locator[] {
  if (name.startsWith('css=')) return [place.locator(name)];
  const [button, link, tab, entry] = (['button', 'link', 'tab', 'menuitem'] as const).map((role) =>
    place.getByRole(role, { name, exact: true }),
  );
  if (button === undefined || link === undefined || tab === undefined || entry === undefined) return [];
  return [button.or(link), tab.or(entry)].map((each) => each.filter({ visible: true }));
}
