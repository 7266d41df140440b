import type { Frame } from 'playwright-core';
import { PageView, type Seen } from './page/page-view.ts';

/**
 * Looks for CSS selectors in one round trip and without Playwright's own script, which is large and runs anew in every document.
 * `undefined` where only Playwright can tell: selectors of its own kinds, documents with shadow roots, frames that go away.
 *
 * @param readyWithinMs waits first until the document is read and styled, at most so long
 */
export async function plainLook(frame: Frame, selectors: readonly string[], readyWithinMs = 0): Promise<readonly (Seen | undefined)[]> {
  const waiting = readyWithinMs > 0 ? `await view.untilReady(${readyWithinMs});` : '';
  const seen = await ask<readonly (Seen | null)[]>(frame, `${waiting} return view.look(${JSON.stringify(selectors)});`);
  return selectors.map((_, at) => seen?.[at] ?? undefined);
}

/** The text of the first place that a person sees; undefined when there is none, or where only Playwright can tell. */
export async function plainText(frame: Frame, selector: string): Promise<string | undefined> {
  return (await ask<string | null>(frame, `return view.text(${JSON.stringify(selector)});`)) ?? undefined;
}

async function ask<T>(frame: Frame, what: string): Promise<T | undefined> {
  const script = `(async () => {const __name = (each) => each;\nconst view = new (${String(PageView)})();\n${what}})()`;
  return frame.evaluate<T>(script).catch(() => undefined);
}
