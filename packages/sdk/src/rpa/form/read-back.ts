import type { Frame, Page } from 'playwright-core';
import { guardPage } from '../page-fault.ts';
import type { PageComplaints } from '../page/page-record.ts';
import type { FieldState } from '../page/page-types.ts';
import { askEverywhere, askPage } from './ask-page.ts';
import { fieldFinding, throwFindings } from './field-findings.ts';
import { byHand } from './fill-by-hand.ts';
import { type FieldRules, type FillOptions, type FormFields, pageFields } from './form-fields.ts';

/** Messages of a page about what was entered: how many, and at which labels; never the texts. */
export type Complaints = PageComplaints;

/** A field that does not hold what was meant. */
export interface FieldDifference {
  readonly label: string;
  readonly state: Exclude<FieldState, 'filled'>;
}

/** Compares every field with what was meant, in one round trip. The values stay in the page. */
export async function compareByLabel(page: Page | Frame, fields: FormFields, rules?: FieldRules): Promise<readonly FieldDifference[]> {
  return differences(page, 'compareFields', { fields, rules });
}

/**
 * Compares what a page shows next to labels (`dt`/`dd`, table cells, or controls) with what was meant. Space is
 * squeezed, `31.12.2026` equals `2026-12-31`, truth values match `Ja` and `Nein`.
 */
export async function compareShown(page: Page | Frame, fields: FormFields, rules?: FieldRules): Promise<readonly FieldDifference[]> {
  return differences(page, 'compareShown', { fields, rules });
}

/** How many messages a page shows under this CSS selector, and the labels of their fields; never the texts. */
export async function complaints(page: Page | Frame, selector: string): Promise<Complaints> {
  return askPage(page, 'complaintLabels', selector);
}

async function differences(
  page: Page | Frame,
  entry: 'compareFields' | 'compareShown',
  { fields, rules }: { readonly fields: FormFields; readonly rules: FieldRules | undefined },
): Promise<readonly FieldDifference[]> {
  const wanted = pageFields(fields, rules);
  if (wanted.length === 0) return [];
  const results = await askEverywhere(page, entry, wanted);
  return wanted.flatMap(({ label }, at) => {
    const state = results[at]?.state ?? 'unknown';
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
    () => stillDifferent(page, fields, options),
  );
  throwFindings(
    found.map((each) => fieldFinding(each.label, each.state)),
    'the form does not hold what was meant',
  );
}

async function stillDifferent(page: Page | Frame, fields: FormFields, options: FillOptions): Promise<readonly FieldDifference[]> {
  const found = await compareByLabel(page, fields, options.rules);
  const lost = found.filter(({ state }) => state === 'differs');
  if (options.mend !== true || lost.length === 0) return found;
  const wanted = pageFields(Object.fromEntries(lost.map(({ label }) => [label, fields[label]])), options.rules);
  for (const field of wanted) await byHand(page, field, options);
  return compareByLabel(page, fields, options.rules);
}
