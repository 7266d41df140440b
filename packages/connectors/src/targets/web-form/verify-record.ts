import { NeedsPerson, fillUrlTemplate } from '@amtsbote/sdk';
import { type FieldDifference, type FillOptions, type FormFields, compareShown, sessionMark } from '@amtsbote/sdk/rpa';
import type { Page } from 'playwright-core';
import type { Entry } from './entry.ts';
import { formFields } from './form-values.ts';

/** How long a record page may take to show what it holds. */
const patienceMs = 5000;

/**
 * Compares the saved record, freshly loaded, with what was sent.
 *
 * @throws NeedsPerson AB_PROOF_MISSING, with the reference and the labels that differ
 */
export async function verifyRecord(entry: Entry, reference: string): Promise<void> {
  const { description, attempt, values, lists, compared } = entry;
  const { verify } = description;
  if (verify === undefined) return;
  const fields = formFields(verify.fields, values, lists);
  const differences = await attempt.step('verify', async () => {
    const page = await attempt.open(fillUrlTemplate(verify.open, { ...values, reference, session: sessionMark }));
    return onceShown(page, fields, { rules: description.rules, signal: attempt.signal });
  });
  for (const label of Object.keys(fields)) {
    if (fields[label] === undefined) continue;
    const saved = differences.find((each) => each.label === label)?.state ?? 'filled';
    compared.set(label, { label, ...compared.get(label), saved });
  }
  await attempt.captureReadBack([...compared.values()]);
  if (differences.length === 0) return;
  const labels = differences.map((each) => `"${each.label}"`).join(', ');
  throw new NeedsPerson('AB_PROOF_MISSING', `the target saved ${reference}, but it does not show what was sent: ${labels}`, {
    where: { field: differences[0]?.label },
  });
}

/** What differs. Pages drawn by scripts show their fields late; what is there and differs is no matter of time. */
export async function onceShown(
  page: Page,
  fields: FormFields,
  { rules, signal }: Pick<FillOptions, 'rules' | 'signal'>,
): Promise<readonly FieldDifference[]> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const found = await compareShown(page, fields, rules);
    if (!found.some(({ state }) => state === 'unknown') || performance.now() >= until) return found;
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
