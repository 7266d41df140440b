import type { Frame, Page } from 'playwright-core';
import type { Finding } from '../../model/finding.ts';
import { bringPlaywrightScript } from '../bring-playwright-script.ts';
import { guardPage } from '../page-fault.ts';
import type { PageField } from '../page/page-types.ts';
import { type PlacedResult, askEverywhere } from './ask-page.ts';
import { fieldFinding, throwFindings } from './field-findings.ts';
import { byHand } from './fill-by-hand.ts';
import { type FillOptions, type FormFields, pageFields } from './form-fields.ts';

/** How many fields were filled, and how. */
export interface FillReport {
  /** Filled together in one round trip. */
  readonly together: number;
  /** Filled one by one with real input, because the page did not keep the value at first. */
  readonly byHand: number;
  /** Labels of fields that were found by another locator than their label: the page has drifted. */
  readonly fallbacks: readonly string[];
}

/**
 * Fills a form by its labels: all fields in one round trip, then, one by one with real input, those that did not keep
 * their value. A label is what a person reads: a label element, an accessible name, a legend (radio buttons, tick boxes), a
 * placeholder or title, the text in the cell before, the head of the column with the number of the row (`Art 2`), or the text
 * or heading before. `Legend > Label` narrows to a group, table or section; `name=…`, `role=combobox …`, `placeholder=…`, `cell=…`
 * say how a field is found, `css=…` is a selector. Frames and open shadow roots belong to the page.
 * Options are chosen by their text, else by their value. Nothing is written before every field that is there was found without doubt.
 *
 * @throws NeedsPerson AB_FORM_CHANGED (no such field, more than one, locators that disagree, a dialog in front),
 * AB_FORM_NOT_FILLED (it does not keep the value), AB_FIELD_TOO_LONG; with the labels, never the values
 */
export async function fillByLabel(page: Page | Frame, fields: FormFields, options: FillOptions = {}): Promise<FillReport> {
  const wanted = pageFields(fields, options.rules);
  if (wanted.length === 0) return { together: 0, byHand: 0, fallbacks: [] };
  return guardPage(
    () => ({ step: 'fill form', committed: false, signal: options.signal }),
    () => fill(page, wanted, options),
  );
}

async function fill(page: Page | Frame, wanted: readonly PageField[], options: FillOptions): Promise<FillReport> {
  const results = await fillTogether(page, wanted, options);
  const doubtful = results.some(({ state }) => state === 'ambiguous' || state === 'disagree' || state === 'behind-dialog');
  let inputs = 0;
  const findings: Finding[] = [];
  for (const [at, field] of wanted.entries()) {
    const result = results[at] as PlacedResult;
    let { state } = result;
    if (doubtful && state === 'differs') continue;
    if (state === 'differs' || state === 'by-hand') {
      state = await byHand(result.place, field, options);
      inputs += 1;
    }
    if (state !== 'filled') findings.push(fieldFinding(field.label, state));
  }
  options.signal?.throwIfAborted();
  throwFindings(findings, 'the form could not be filled');
  return { together: wanted.length - inputs, byHand: inputs, fallbacks: fallbacksOf(wanted, results, options) };
}

function fallbacksOf(wanted: readonly PageField[], results: readonly PlacedResult[], { logger }: FillOptions): readonly string[] {
  const found = wanted.flatMap(({ label }, at) => ((results[at]?.by ?? 0) > 0 ? [label] : []));
  if (found.length > 0) logger?.warn('drift: fields were found by a fallback only', { count: found.length });
  return found;
}

/**
 * Fields may appear only when others are filled, so those that are unknown are asked for again for a while. A page that is
 * replaced meanwhile, as one that is left with a delay, is filled from the first field on.
 */
async function fillTogether(page: Page | Frame, wanted: readonly PageField[], options: FillOptions): Promise<PlacedResult[]> {
  const until = performance.now() + (options.patienceMs ?? 1500);
  const isOpen = ({ state }: PlacedResult): boolean => state === 'unknown';
  const mayWait = (): boolean => performance.now() < until && options.signal?.aborted !== true;
  return onPage(page, async (isReplaced) => {
    const asking = askEverywhere(page, 'fillFields', wanted);
    bringPlaywrightScript(page);
    const results = await asking;
    while (results.some(isOpen) && mayWait() && !isReplaced()) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const open = results.flatMap((each, at) => (isOpen(each) ? [at] : []));
      const again = await askEverywhere(
        page,
        'fillFields',
        open.map((at) => wanted[at] as PageField),
      );
      for (const [nth, at] of open.entries()) results[at] = again[nth] ?? (results[at] as PlacedResult);
    }
    return results;
  });
}

/** How often a page may be replaced while it is filled. */
const mostPages = 3;

/** Asks a page, and the next one when it is replaced meanwhile. */
async function onPage<T>(page: Page | Frame, ask: (isReplaced: () => boolean) => Promise<T>): Promise<T> {
  const owner = 'mainFrame' in page ? page : page.page();
  const place = 'mainFrame' in page ? page.mainFrame() : page;
  let pages = 1;
  const note = (frame: Frame): void => {
    if (frame === place) pages += 1;
  };
  owner.on('framenavigated', note);
  try {
    for (;;) {
      const asked = pages;
      const answer = await ask(() => pages !== asked).catch((error: unknown) => {
        if (!isOfReplaced(error) || pages > mostPages) throw error;
      });
      if (answer !== undefined && (pages === asked || pages > mostPages)) return answer;
      await page.waitForLoadState('domcontentloaded');
    }
  } finally {
    owner.off('framenavigated', note);
  }
}

function isOfReplaced(error: unknown): boolean {
  return error instanceof Error && /context was destroyed|navigation/i.test(error.message);
}
