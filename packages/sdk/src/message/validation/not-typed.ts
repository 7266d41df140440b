import type { ValidationStep } from './validation.ts';

const reasons = {
  'not-xml': 'a JSON message cannot be checked against an XML schema',
  'root-unknown': 'the schema set does not declare the root element of the message',
} as const;

/** The step of a message whose elements have no declarations: it says nothing of the message. */
export function notTyped(name: ValidationStep['name'], reason: keyof typeof reasons): ValidationStep {
  return { name, verdict: 'not-checked', findings: [{ code: 'AB_SCHEMA_NOT_CHECKED', message: reasons[reason] }], warnings: [] };
}
