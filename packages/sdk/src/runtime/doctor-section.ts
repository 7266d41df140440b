import { findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { CheckResult } from '../model/check.ts';
import type { DoctorSection } from './runtime.ts';

/** The checks of one part; what keeps them from being made becomes a check that is not well. */
export async function section(name: string, look: () => Promise<readonly CheckResult[]>): Promise<DoctorSection> {
  try {
    return { name, checks: await look() };
  } catch (error) {
    return { name, checks: failure(error) };
  }
}

/** Foreign errors show their kind only: their text could quote a secret. */
function failure(error: unknown): readonly CheckResult[] {
  if (!isAmtsboteError(error)) {
    return [{ name: 'can be looked at', ok: false, detail: error instanceof Error ? error.name : 'unknown error' }];
  }
  return findingsOf(error).map((finding) => ({ name: finding.code, ok: false, detail: finding.message, hint: error.hint }));
}
