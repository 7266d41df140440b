import { type AmtsboteError, findingsOf, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { Defect, OutcomeUnknown } from '../errors/families.ts';
import type { DeliveryChange } from '../ledger/contract.ts';
import type { Finding } from '../model/finding.ts';
import type { ChannelCapabilities } from '../target/channel.ts';
import { type RetryPolicy, backoffMs } from './retry-policy.ts';

/** What an attempt that failed had come to. */
export interface FailedAttempt {
  /** True once the intent was durable: the act may have happened. */
  readonly committed: boolean;
  /** True once a record stands that is not complete: an earlier act made it. */
  readonly begun?: boolean | undefined;
  readonly capabilities: ChannelCapabilities;
  /** Number of this attempt, from 1. */
  readonly attempt: number;
  /** Channels of this round that were tried, this one included, and how many there are. */
  readonly channelsTried: number;
  readonly channels: number;
  readonly rejections: 'never' | 'allowed';
  readonly now: number;
}

/** What follows from a failed attempt for its delivery. What follows for the target: see `protection/target-news.ts`. */
export type Consequence = Pick<DeliveryChange, 'to' | 'via' | 'findings' | 'dueAt' | 'channelsTried' | 'costsNoAttempt'>;

/**
 * From the error of an attempt to the change of its delivery. Past the commit point only an error that proves "not saved"
 * leads back; everything unproven is `unknown`.
 */
export function consequenceOf(error: AmtsboteError, failed: FailedAttempt, policy: RetryPolicy): Consequence {
  return (failed.begun === true ? whileBegun(error, failed) : undefined) ?? plainConsequence(error, failed, policy);
}

function plainConsequence(error: AmtsboteError, failed: FailedAttempt, policy: RetryPolicy): Consequence {
  const findings = findingsOf(error);
  const { now, committed } = failed;
  switch (error.effect) {
    case 'not-delivered':
      return notDelivered(findings, failed, policy);
    case 'throttled': {
      const dueAt = now + backoffMs(policy, failed.attempt, error.retryAfterMs);
      return { to: 'ready', findings, dueAt, channelsTried: 0, costsNoAttempt: true };
    }
    case 'pause-target':
      return { to: 'ready', findings, dueAt: now, channelsTried: 0, costsNoAttempt: true };
    case 'stop-run':
      return committed ? toUnknown(findings, failed) : { to: 'ready', findings, dueAt: now, costsNoAttempt: true };
    case 'rejected':
      return rejected(findings, failed);
    case 'case':
      return isAboutRecord(error) ? unproven(findings, committed) : toCase(findings, committed);
    case 'unknown':
      return toUnknown(findings, failed);
    case 'defect':
      return committed ? toUnknown(findings, failed) : { to: 'case', findings };
  }
}

/** Acts were done before the one that failed: whatever that one proves, a record stands, and nothing is rejected any more. */
function whileBegun(error: AmtsboteError, failed: FailedAttempt): Consequence | undefined {
  const findings = findingsOf(error);
  if (isAboutRecord(error)) return unproven(findings, failed.committed);
  if (error.effect === 'rejected' || error.effect === 'case') return unproven([incomplete, ...findings], failed.committed);
  return failed.committed ? toUnknown(findings, failed) : undefined;
}

/** A record stands, and says so: there is nothing to be proved absent. */
function isAboutRecord({ effect, code }: AmtsboteError): boolean {
  return effect === 'case' && (code === 'AB_PROOF_MISSING' || code === 'AB_RECORD_INCOMPLETE');
}

const incomplete: Finding = {
  code: 'AB_RECORD_INCOMPLETE',
  message: 'The target holds a record of this delivery that is not complete; the cause follows',
  hint: 'Complete or delete it in the target, or mend the cause; then answer with `amtsbote resolve`. `--retry` goes on where it stopped.',
};

function rejected(findings: readonly Finding[], { rejections, committed }: FailedAttempt): Consequence {
  return rejections === 'never' ? toCase(findings, committed) : { to: 'rejected', findings };
}

/** An error of an attempt as one of ours. Foreign errors lose their message: it could quote what was sent. */
export function attemptError(error: unknown, committed: boolean): AmtsboteError {
  if (isAmtsboteError(error)) return error;
  const name = error instanceof Error ? error.name : typeof error;
  if (committed) return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `The act ended with an unexpected error (${name})`);
  return new Defect('AB_DEFECT', `The channel failed with an unexpected error (${name})`, { cause: error });
}

function notDelivered(findings: readonly Finding[], failed: FailedAttempt, policy: RetryPolicy): Consequence {
  if (failed.channelsTried < failed.channels) {
    return { to: 'ready', findings, dueAt: failed.now, channelsTried: failed.channelsTried, costsNoAttempt: true };
  }
  if (failed.attempt < policy.retry.attempts) {
    return { to: 'ready', findings, dueAt: failed.now + backoffMs(policy, failed.attempt), channelsTried: 0 };
  }
  return toCase([exhausted(failed.attempt), ...findings], failed.committed);
}

/**
 * What follows when an act was proved not done: tried again at once the first time, then with backoff, and after too many attempts a
 * person decides. A target that loses every request is not asked for ever.
 */
export function afterAbsence(
  delivery: { readonly attempts: number; readonly findings: readonly Finding[] },
  now: number,
  policy: RetryPolicy,
): Pick<DeliveryChange, 'to' | 'findings' | 'dueAt'> {
  const { attempts, findings } = delivery;
  if (attempts >= policy.retry.attempts) return { to: 'case', findings: [exhausted(attempts), ...findings] };
  return { to: 'ready', findings, dueAt: attempts <= 1 ? now : now + backoffMs(policy, attempts) };
}

function exhausted(attempts: number): Finding {
  return {
    code: 'AB_RETRIES_EXHAUSTED',
    message: `The delivery failed ${attempts} times; the last cause follows`,
    hint: 'Mend the cause, then `amtsbote resolve --retry`.',
  };
}

/** The act was done, and its proof failed: a person looks, nothing is sent again. */
function unproven(findings: readonly Finding[], committed: boolean): Consequence {
  return committed ? { to: 'case', via: 'unknown', findings } : { to: 'case', findings };
}

function toCase(findings: readonly Finding[], committed: boolean): Consequence {
  return committed ? { to: 'case', via: 'ready', findings } : { to: 'case', findings };
}

/** A write may have left although no intent was written, when a page saved by a way nobody declared. */
function toUnknown(findings: readonly Finding[], failed: FailedAttempt): Consequence {
  const dueAt = failed.now + failed.capabilities.maxInFlightMs + failed.capabilities.visibilityLagMs;
  return failed.committed ? { to: 'unknown', findings, dueAt } : { to: 'unknown', via: 'committing', findings, dueAt };
}
