import type { Finding } from '../../model/finding.ts';

/**
 * The verdict on a message. Only `valid` goes on by itself: `not-checked` means that no schema set was there, that it was incomplete
 * or that a rule could not be run; `engine-error` that a validator failed.
 */
export type Verdict = 'valid' | 'invalid' | 'not-checked' | 'engine-error';

/** What one step of validation found. */
export interface ValidationStep {
  /** `schema`: XSD. `references`: ID and IDREF. `codes`: code lists. `rules`: Schematron. */
  readonly name: 'schema' | 'references' | 'codes' | 'rules';
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What does not make a message invalid, such as a code list that is newer than ours. */
  readonly warnings: readonly Finding[];
}

/** All steps together: the worst verdict counts (`invalid`, `engine-error`, `not-checked`, `valid`). */
export interface MessageValidation {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly steps: readonly ValidationStep[];
}

/** Joins the verdicts of steps. */
export function joinSteps(steps: readonly ValidationStep[]): MessageValidation {
  const order: readonly Verdict[] = ['invalid', 'engine-error', 'not-checked'];
  const verdict = order.find((one) => steps.some((step) => step.verdict === one)) ?? 'valid';
  return {
    verdict: steps.length === 0 ? 'not-checked' : verdict,
    findings: steps.flatMap((step) => step.findings),
    warnings: steps.flatMap((step) => step.warnings),
    steps,
  };
}
