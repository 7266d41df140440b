import type { Frame, Page } from 'playwright-core';

/**
 * Sends Playwright's own script to a page ahead of the first click or outline that needs it: it is large, and on its way while the page is
 * asked other things.
 */
export function bringPlaywrightScript(place: Page | Frame): void {
  place
    .locator('html')
    .count()
    .catch(() => undefined);
}
