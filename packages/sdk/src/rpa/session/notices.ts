import type { Locator, Page } from 'playwright-core';
import { clickByName } from '../click-by-name.ts';

/** Something that may lie over a page or come before it, and how to get past it: a cookie banner, a notice, an "are you sure" page. */
export interface NoticeRule {
  /** A text of it; `css=…` for a selector. */
  readonly shows: string;
  /** The button or link to click. It must not save anything. */
  readonly click: string;
}

/** A notice may lead to another one, but not for ever. */
const mostInRow = 5;

/** Gets past the declared notices that the page shows. Returns how many there were. */
export async function passNotices(page: Page, rules: readonly NoticeRule[], signal: AbortSignal): Promise<number> {
  for (let passed = 0; passed < mostInRow; passed += 1) {
    const shown = await firstShown(page, rules);
    if (shown === undefined) return passed;
    await clickByName(page, shown.click, { signal });
    await page.waitForLoadState('domcontentloaded', { signal });
  }
  return mostInRow;
}

async function firstShown(page: Page, rules: readonly NoticeRule[]): Promise<NoticeRule | undefined> {
  for (const rule of rules) if (await place(page, rule).isVisible()) return rule;
  return undefined;
}

function place(page: Page, { shows }: NoticeRule): Locator {
  return (shows.startsWith('css=') ? page.locator(shows) : page.getByText(shows)).first();
}
