import type { Frame, Page } from 'playwright-core';
import { type FillOptions, type FormFields, fieldFinding, labelledValues, run, throwFindings } from './fill-by-label.ts';
import { guardPage } from './page-fault.ts';
import type { FieldState } from './page-script.ts';

/** A field that does not hold what was meant. */
export interface FieldDifference {
  readonly label: string;
  readonly state: Exclude<FieldState, 'filled'>;
}

/** Compares every field with what was meant, in one round trip. The values stay in the page. */
export async function compareByLabel(page: Page | Frame, fields: FormFields): Promise<readonly FieldDifference[]> {
  const wanted = labelledValues(fields);
  if (wanted.length === 0) return [];
  const states = await run(page, 'compareFields', wanted);
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
  const differences = await guardPage(
    () => ({ step: 'read back', committed: false, signal: options.signal }),
    () => compareByLabel(page, fields),
  );
  throwFindings(differences.map((each) => fieldFinding(each.label, each.state)), 'the form does not hold what was meant');
}
