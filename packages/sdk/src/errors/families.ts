import { AmtsboteError } from './amtsbote-error.ts';

/** The target proved the content wrong. Effect: `rejected`, the portal is told. */
export class RejectedByTarget extends AmtsboteError {
  readonly effect = 'rejected' as const;
}

/** Certainly nothing was saved. Effect: the delivery is `ready` again and tried later, with backoff. */
export class NotDelivered extends AmtsboteError {
  readonly effect = 'not-delivered' as const;
}

/** The act may have been done: connection cut, time-out, broken page. Effect: `unknown`, looked up, never sent blindly. */
export class OutcomeUnknown extends AmtsboteError {
  readonly effect = 'unknown' as const;
}

/** A person must decide. Effect: `case`. Before the commit point only, or after a proof that failed. */
export class NeedsPerson extends AmtsboteError {
  readonly effect = 'case' as const;
}

/** The target asks to slow down. Effect: tried again not before `retryAfterMs`; costs no attempt. */
export class Throttled extends AmtsboteError {
  readonly effect = 'throttled' as const;
}

/** The login failed. Effect: `ready` again, and the whole target pauses at once so that no account is locked. */
export class LoginFailed extends AmtsboteError {
  readonly effect = 'pause-target' as const;
}

/** The screens of the target are not as described. Effect: `ready` again, and the target pauses until a person has looked. */
export class TargetChanged extends AmtsboteError {
  readonly effect = 'pause-target' as const;
}

/** The configuration or the use is wrong. Effect: the run stops before anything is touched. */
export class ConfigurationFault extends AmtsboteError {
  readonly effect = 'stop-run' as const;
}

/** A mistake in Amtsbote or a connector. Effect: this delivery becomes a case; the run goes on and ends with exit code 1. */
export class Defect extends AmtsboteError {
  readonly effect = 'defect' as const;
}
