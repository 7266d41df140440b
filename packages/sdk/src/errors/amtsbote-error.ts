import type { Finding, Place } from '../model/finding.ts';
import { type ErrorCode, type ErrorCodeEntry, errorCodes } from './codes.ts';

/**
 * What the engine does with the delivery when this error reaches it:
 * - `rejected`: final, the portal is told
 * - `not-delivered`: certainly nothing was saved; tried again with backoff
 * - `unknown`: may or may not have been saved; looked up before anything else
 * - `case`: a person decides
 * - `throttled`: tried again later, costs no attempt
 * - `pause-target`: nothing was saved; no delivery of this target starts until the pause ends
 * - `stop-run`: the run ends before anything is touched (usage, configuration)
 * - `defect`: stops this delivery as a case and asks for a report
 */
export type ErrorEffect = 'rejected' | 'not-delivered' | 'unknown' | 'case' | 'throttled' | 'pause-target' | 'stop-run' | 'defect';

/** Further facts of an error. None may hold a value of a citizen's data or a secret. */
export interface ErrorFacts {
  readonly where?: Place | undefined;
  /** Overrides the hint of the code's table entry. */
  readonly hint?: string | undefined;
  readonly officialCode?: string | undefined;
  /** Findings behind the error, when there is more than one. */
  readonly findings?: readonly Finding[] | undefined;
  /** Milliseconds to wait at least, from `Retry-After`. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** The base of all errors that Amtsbote raises on purpose. Tell them apart by `code` or `effect`. */
export abstract class AmtsboteError extends Error {
  abstract readonly effect: ErrorEffect;
  readonly code: ErrorCode;
  readonly where: Place | undefined;
  readonly hint: string;
  readonly officialCode: string | undefined;
  readonly findings: readonly Finding[];
  readonly retryAfterMs: number | undefined;
  /** Tells our errors apart across copies of this package. */
  readonly amtsboteError: true = true;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    const entry: ErrorCodeEntry = errorCodes[code];
    this.name = new.target.name;
    this.code = code;
    this.where = facts.where;
    this.hint = facts.hint ?? entry.hint;
    this.officialCode = facts.officialCode ?? entry.officialCode;
    this.retryAfterMs = facts.retryAfterMs;
    this.findings = facts.findings ?? [];
  }

  /** This error as a finding, for the ledger and for output. */
  toFinding(): Finding {
    return {
      code: this.code,
      message: this.message,
      where: this.where,
      hint: this.hint,
      officialCode: this.officialCode,
    };
  }
}

/** True for errors of Amtsbote, also when they come from another copy of this package. */
export function isAmtsboteError(error: unknown): error is AmtsboteError {
  return typeof error === 'object' && error !== null && 'amtsboteError' in error;
}

/** A finding with the hint and the official code of its code, where it brings none of its own. */
export function completeFinding(finding: Finding): Finding {
  const entry: ErrorCodeEntry = errorCodes[finding.code];
  return { ...finding, hint: finding.hint ?? entry.hint, officialCode: finding.officialCode ?? entry.officialCode };
}

/** The findings of an error: those behind it, or itself. */
export function findingsOf(error: AmtsboteError): readonly Finding[] {
  return error.findings.length > 0 ? error.findings : [error.toFinding()];
}
