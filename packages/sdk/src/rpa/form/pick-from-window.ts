import type { Frame, Page } from 'playwright-core';
import type { FieldState } from '../page/page-types.ts';
import { askElement } from './ask-page.ts';
import type { HandInput } from './fill-by-hand.ts';

/** Opens the window that fills a field, and picks the entry with exactly this text in it. */
export async function pickFromWindow({ place, field, limits }: HandInput): Promise<FieldState | undefined> {
  const page = pageOf(place);
  const button = await askElement(place, 'findPicker', field);
  if (button === undefined) return 'not-fillable';
  const [window] = await Promise.all([page.waitForEvent('popup', { timeout: limits.timeout }), button.click(limits)]);
  const entry = window.getByText(String(field.value), { exact: true });
  await entry.first().waitFor(limits);
  if ((await entry.count()) !== 1) {
    await window.close();
    return 'ambiguous';
  }
  // The click may end the window it is made in, and then never hears that it was done.
  await Promise.all([window.waitForEvent('close', { timeout: limits.timeout }), entry.click(limits).catch(() => undefined)]);
  return undefined;
}

function pageOf(place: Page | Frame): Page {
  return 'frames' in place ? place : place.page();
}
