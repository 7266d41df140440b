import type { ErrorCode } from '../../errors/codes.ts';
import { NeedsPerson } from '../../errors/families.ts';
import type { Finding } from '../../model/finding.ts';
import type { FieldState } from '../page/page-types.ts';

const stateTexts: Record<Exclude<FieldState, 'filled'>, { readonly code: ErrorCode; readonly text: string }> = {
  differs: { code: 'AB_FORM_NOT_FILLED', text: 'does not keep the value' },
  unknown: { code: 'AB_FORM_CHANGED', text: 'is not on the page' },
  ambiguous: { code: 'AB_FORM_CHANGED', text: 'is there more than once; narrow it as "Legend > Label"' },
  disagree: { code: 'AB_FORM_CHANGED', text: 'means another element by its label than by its other locators' },
  'behind-dialog': { code: 'AB_FORM_CHANGED', text: 'lies behind a dialog that is not declared' },
  'by-hand': { code: 'AB_FORM_NOT_FILLED', text: 'takes input by hand only' },
  'no-option': { code: 'AB_FORM_NOT_FILLED', text: 'does not offer the value' },
  'read-only': { code: 'AB_FORM_NOT_FILLED', text: 'cannot be changed' },
  'too-long': { code: 'AB_FIELD_TOO_LONG', text: 'takes fewer characters than the value has' },
  refused: { code: 'AB_TARGET_REFUSED', text: 'holds a value that the form itself does not take' },
  'not-fillable': { code: 'AB_FORM_CHANGED', text: 'is not a field that can be filled like this' },
};

/** What is said of a field that is not as it should be. */
export function fieldFinding(label: string, state: Exclude<FieldState, 'filled'>): Finding {
  const { code, text } = stateTexts[state];
  return { code, message: `the field "${label}" ${text}`, where: { field: label } };
}

/** Throws NeedsPerson when there are findings; a changed form weighs more than a value that was not taken. */
export function throwFindings(findings: readonly Finding[], what: string): void {
  const first = findings.find((each) => each.code === 'AB_FORM_CHANGED') ?? findings[0];
  if (first === undefined) return;
  const labels = findings.map((each) => `"${each.where?.field ?? ''}"`).join(', ');
  throw new NeedsPerson(first.code, `${what}: ${labels} (${first.message}); nothing was sent`, { where: first.where, findings });
}
