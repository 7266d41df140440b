import type { ErrorCode } from '../errors/codes.ts';

/** One line of `amtsbote doctor`: what was looked at, whether it is well, and what to do if not. */
export interface CheckResult {
  /** What was looked at, such as `login` or `folder eingang is writable`. */
  readonly name: string;
  readonly ok: boolean;
  /** It is well, and needs somebody's attention before it no longer is. Only together with `ok`. */
  readonly warning?: boolean | undefined;
  /** What it would be, or is, when it is not well. */
  readonly code?: ErrorCode | undefined;
  /** What lines have in common that are shown together by a command of their own, such as `keys`. */
  readonly topic?: string | undefined;
  /** What was seen, without secrets and without citizens' data. */
  readonly detail?: string | undefined;
  /** What to do when it is not well, or will not be. */
  readonly hint?: string | undefined;
}
