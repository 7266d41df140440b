import type { Page } from 'playwright-core';
import type { NoticeRule } from './notices.ts';

/** How an account gets in. */
export interface LoginProcedure {
  /**
   * Enters the credentials, once. Returns false when the target refused them, `password-change` when it took them and asks for a
   * new password, and throws when it did not answer. `visit` loads a page of the target.
   */
  enter(visit: (path: string) => Promise<Page>, signal: AbortSignal, help: LoginHelp): Promise<boolean | 'password-change'>;
  /** True when the page shown belongs to a session that is logged in. Looks only. */
  loggedIn(page: Page): Promise<boolean>;
}

/** What a login may need beside the page. */
export interface LoginHelp {
  /**
   * The one-time code of this moment (RFC 6238) for a secret in base32 or as `otpauth:` address. No code is given twice: it waits for the
   * next one.
   */
  oneTimeCode(secret: string): Promise<string>;
}

/** What to answer to a dialog (`alert`, `confirm`, `prompt`) whose text matches. */
export interface DialogRule {
  readonly message: RegExp;
  readonly answer: 'accept' | 'dismiss';
}

/** One account at one target. */
export interface AccountOptions {
  /** Names the account without telling it, such as the reference of its secret. */
  readonly account: string;
  readonly baseUrl: string;
  /** None: the target asks for no login. */
  readonly login?: LoginProcedure | undefined;
  /** Old applications carry the session in the address: the first group of this expression is what `sessionMark` stands for in paths. */
  readonly sessionInAddress?: RegExp | undefined;
  /** Whether a session is kept, sealed, for the next run. Default true. */
  readonly keepSession?: boolean | undefined;
  /** Dialogs that are expected. Any other is dismissed, and stops the attempt before the commit. Leaving a page is always allowed. */
  readonly dialogs?: readonly DialogRule[] | undefined;
  /** What may lie over a page, with the way past it. Whatever else lies over a field or button stops the attempt. */
  readonly notices?: readonly NoticeRule[] | undefined;
  /** A browser other than the one found: a program or a channel. */
  readonly browser?: string | undefined;
  /** Longest single action or page load. Default 15000 ms. */
  readonly timeoutMs?: number | undefined;
}
