import type { Locator, Page } from 'playwright-core';
import { NeedsPerson } from '../errors/families.ts';
import { isPageGone, isTimeout } from './page-fault.ts';

/** How to click. */
export interface ClickOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default 8000 ms. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Clicks the button or link that a person calls by this name, with a real click: it must be visible, enabled and not
 * covered. `css=…` is a selector.
 *
 * @throws NeedsPerson AB_FORM_CHANGED when there is no such button, or more than one
 */
export async function clickByName(page: Page, name: string, options: ClickOptions = {}): Promise<void> {
  const button = clickable(page, name);
  try {
    await button.click({ timeout: options.timeoutMs ?? 8000, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  } catch (error) {
    if (isPageGone(error) || options.signal?.aborted === true) throw error;
    throw notClicked(error, name, await button.count());
  }
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

function clickable(page: Page, name: string): Locator {
  if (name.startsWith('css=')) return page.locator(name);
  return page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true }));
}
