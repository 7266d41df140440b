import type { Frame, Page } from 'playwright-core';
import { type FillOptions, type FormFields, fieldFinding, labelledValues, run, throwFindings } from './fill-by-label.ts';
import { guardPage } from './page-fault.ts';
import { type FieldState, formScript } from './page-script.ts';

/** A field that does not hold what was meant. */
export interface FieldDifference {
  readonly label: string;
  readonly state: Exclude<FieldState, 'filled'>;
}

/** Compares every field with what was meant, in one round trip. The values stay in the page. */
export async function compareByLabel(page: Page | Frame, fields: FormFields): Promise<readonly FieldDifference[]> {
  return differences(page, fields, 'compareFields');
}

/**
 * Compares what a page shows next to labels (`dt`/`dd`, table cells, or controls) with what was meant. Space is
 * squeezed, `31.12.2026` equals `2026-12-31`, truth values match `Ja` and `Nein`.
 */
export async function compareShown(page: Page | Frame, fields: FormFields): Promise<readonly FieldDifference[]> {
  return differences(page, fields, 'compareShown');
}

/** How many messages a page shows under this CSS selector, and the labels of their fields; never the texts. */
export async function complaints(page: Page | Frame, selector: string): Promise<Complaints> {
  return page.evaluate<Complaints>(formScript('complaintLabels', selector));
}

/** Messages of a page about what was entered. */
export interface Complaints {
  readonly count: number;
  readonly labels: readonly string[];
}

async function differences(
  page: Page | Frame,
  fields: FormFields,
  entry: 'compareFields' | 'compareShown',
): Promise<readonly FieldDifference[]> {
  const wanted = labelledValues(fields);
  if (wanted.length === 0) return [];
  const states = await run(page, entry, wanted);
  return wanted.flatMap(({ label }, at) => {
    const state = states[at] ?? 'unknown';
    return state === 'filled' ? [] : [{ label, state }];
  });
}

/**
 * Stops the attempt when a field of the form does not hold what was meant.
 *
 * @throws NeedsPerson AB_FORM_NOT_FILLED | AB_FORM_CHANGED with the labels, never the values
 */
export async function expectFilled(page: Page | Frame, fields: FormFields, options: FillOptions = {}): Promise<void> {
  const found = await guardPage(
    () => ({ step: 'read back', committed: false, signal: options.signal }),
    () => compareByLabel(page, fields),
  );
  throwFindings(
    found.map((each) => fieldFinding(each.label, each.state)),
    'the form does not hold what was meant',
  );
}
