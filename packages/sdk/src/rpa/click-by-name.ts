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
    const count = await button.count();
    if (count === 1 && isTimeout(error)) throw error;
    if (count === 1) throw new NeedsPerson('AB_FORM_CHANGED', `"${name}" could not be clicked; nothing was sent`);
    throw new NeedsPerson('AB_FORM_CHANGED', `"${name}" is on the page ${count} times, not once; nothing was sent`);
  }
}

function clickable(page: Page, name: string): Locator {
  if (name.startsWith('css=')) return page.locator(name);
  return page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true }));
}
