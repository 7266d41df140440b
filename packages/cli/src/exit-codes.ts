import type { AmtsboteError, ErrorCode } from '@amtsbote/sdk';
import type { DeliverySummary, DoctorSection, SyncResult } from '@amtsbote/sdk/runtime';
import { CliError, Interrupted } from './cli-error.ts';

/** What the exit codes mean. They are part of the public interface. */
export const exitCodes = {
  ok: 0,
  defect: 1,
  usage: 2,
  attention: 3,
  unreachable: 4,
  busy: 5,
  interrupted: 130,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const precedence: readonly ExitCode[] = [130, 1, 2, 5, 4, 3];

/** The exit code that counts when several apply. */
export function mostImportant(codes: Iterable<ExitCode>): ExitCode {
  const found = new Set(codes);
  return precedence.find((code) => found.has(code)) ?? exitCodes.ok;
}

/**
 * What ends a run with {@link exitCodes.attention}, each with all before it: nothing; cases of this run; rejections of this run; any
 * open case of the ledger.
 */
export const failOnChoices = ['never', 'case', 'rejected', 'open'] as const;

/** One of {@link failOnChoices}. */
export type FailOn = (typeof failOnChoices)[number];

/** What decides over the exit code besides the run. */
export interface FailOnRule {
  readonly failOn: FailOn;
  /** Cases that wait in the ledger, whichever run they are from. */
  readonly openCases?: number | undefined;
}

/** The exit code of a run, from what the ledger says of the submissions that it touched. */
export function exitCodeOfSync(result: SyncResult, rule: FailOnRule = { failOn: 'rejected' }): ExitCode {
  const heeded = (code: ExitCode, state: string): boolean => code !== exitCodes.attention || isHeeded(state, rule.failOn);
  const codes: ExitCode[] = [];
  if (result.interrupted) codes.push(exitCodes.interrupted);
  if (result.defects > 0) codes.push(exitCodes.defect);
  for (const failed of result.portalsFailed) codes.push(...failed.findings.map((finding) => ofPortalCode(finding.code)));
  if (isKeptForLater(result)) codes.push(exitCodes.unreachable);
  for (const submission of result.submissions) {
    for (const { state, findings } of [submission, ...submission.deliveries]) {
      const code = ofState(state, findings);
      if (heeded(code, state)) codes.push(code);
    }
  }
  if (rule.failOn === 'open' && (rule.openCases ?? 0) > 0) codes.push(exitCodes.attention);
  return mostImportant(codes);
}

function isKeptForLater({ portalsFailed, submissions }: SyncResult): boolean {
  return portalsFailed.length > 0 || submissions.some(({ deliveries }) => deliveries.some(isHeldUp));
}

/** True for a delivery that waits because its target pauses after failures; a closed target is as it should be. */
export function isHeldUp({ waits }: Pick<DeliverySummary, 'waits'>): boolean {
  return waits !== undefined && waits.code !== 'AB_TARGET_CLOSED';
}

/** The exit code of `doctor`: 4 when a portal or target is not well, 2 when anything else is not. */
export function exitCodeOfDoctor(sections: readonly DoctorSection[]): ExitCode {
  const ill = sections.filter((section) => section.checks.some((check) => !check.ok));
  return mostImportant(ill.map(({ name }) => (/^(portal|target) /.test(name) ? exitCodes.unreachable : exitCodes.usage)));
}

/** The exit code of an error that ended a command. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof Interrupted) return exitCodes.interrupted;
  if (error instanceof CliError) return exitCodes.usage;
  if (!isAmtsboteError(error)) return exitCodes.defect;
  if (error.code === 'AB_LEDGER_BUSY') return exitCodes.busy;
  if (error.code === 'AB_INTERRUPTED') return exitCodes.interrupted;
  return ofEffect[error.effect];
}

function isHeeded(state: string, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return state !== 'rejected' || failOn !== 'case';
}

const ofEffect: Readonly<Record<AmtsboteError['effect'], ExitCode>> = {
  'stop-run': exitCodes.usage,
  'not-delivered': exitCodes.unreachable,
  throttled: exitCodes.unreachable,
  'pause-target': exitCodes.unreachable,
  unknown: exitCodes.unreachable,
  case: exitCodes.attention,
  rejected: exitCodes.attention,
  defect: exitCodes.defect,
};

/** Known by its mark and not by its class, so that the SDK need not be loaded to print a usage error. */
export function isAmtsboteError(error: unknown): error is AmtsboteError {
  return typeof error === 'object' && error !== null && 'amtsboteError' in error;
}

function ofPortalCode(code: ErrorCode): ExitCode {
  return code === 'AB_DEFECT' ? exitCodes.defect : exitCodes.unreachable;
}

function ofState(state: string, findings: readonly { readonly code: ErrorCode }[]): ExitCode {
  if (findings.some((finding) => finding.code === 'AB_DEFECT')) return exitCodes.defect;
  if (state === 'case' || state === 'rejected') return exitCodes.attention;
  const keptForLater = state === 'ready' || state === 'unknown';
  return keptForLater && findings.length > 0 ? exitCodes.unreachable : exitCodes.ok;
}
