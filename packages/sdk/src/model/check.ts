/** One line of `amtsbote doctor`: what was looked at, whether it is well, and what to do if not. */
export interface CheckResult {
  /** What was looked at, such as `login` or `folder eingang is writable`. */
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, without secrets and without citizens' data. */
  readonly detail?: string | undefined;
  /** What to do when it is not well. */
  readonly hint?: string | undefined;
}
