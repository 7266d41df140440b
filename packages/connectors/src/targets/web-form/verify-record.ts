import { NeedsPerson, fillUrlTemplate } from '@amtsbote/sdk';
import { compareShown } from '@amtsbote/sdk/rpa';
import type { Entry } from './entry.ts';
import { formFields } from './form-values.ts';

/**
 * Compares the saved record, freshly loaded, with what was sent.
 *
 * @throws NeedsPerson AB_PROOF_MISSING, with the reference and the labels that differ
 */
export async function verifyRecord(entry: Entry, reference: string): Promise<void> {
  const { description, attempt, values } = entry;
  const { verify } = description;
  if (verify === undefined) return;
  const differences = await attempt.step('verify', async () => {
    const page = await attempt.open(fillUrlTemplate(verify.open, { ...values, reference }));
    return compareShown(page, formFields(verify.fields, values));
  });
  if (differences.length === 0) return;
  const labels = differences.map((each) => `"${each.label}"`).join(', ');
  throw new NeedsPerson('AB_PROOF_MISSING', `the target saved ${reference}, but it does not show what was sent: ${labels}`, {
    where: { field: differences[0]?.label },
  });
}
