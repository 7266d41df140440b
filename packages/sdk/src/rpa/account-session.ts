import type { BrowserContext, Dialog, Page } from 'playwright-core';
import { type AmtsboteError, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { LoginFailed, NeedsPerson, NotDelivered, Throttled } from '../errors/families.ts';
import type { ConnectorServices } from '../target/services.ts';
import { type BrowserService, browserService } from './browser-service.ts';
import { Mutex } from './mutex.ts';
import { guardPage } from './page-fault.ts';

/** How an account gets in. */
export interface LoginProcedure {
  /**
   * Enters the credentials, once. Returns false when the target refused them, and throws when it did not answer.
   * `visit` loads a page of the target.
   */
  enter(visit: (path: string) => Promise<Page>, signal: AbortSignal): Promise<boolean>;
  /** True when the page shown belongs to a session that is logged in. Looks only. */
  loggedIn(page: Page): Promise<boolean>;
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
  /** Dialogs that are expected. Any other is dismissed, and stops the attempt before the commit. */
  readonly dialogs?: readonly DialogRule[] | undefined;
  /** A browser other than the one found: a program or a channel. */
  readonly browser?: string | undefined;
  /** Longest single action or page load. Default 15000 ms. */
  readonly timeoutMs?: number | undefined;
}

/** A page keeps memory of what it showed: after so many uses it is replaced, the login stays. */
const usesPerPage = 50;

/** How long a refused login is not tried again, so that no account is locked. */
const refusalHoldMs = 15 * 60_000;

type SessionServices = Pick<ConnectorServices<unknown>, 'name' | 'clock' | 'logger' | 'resources'>;

/** The session of one account in this run: one context and one page, logged in once, used by one caller at a time. */
export async function accountSession(services: SessionServices, options: AccountOptions): Promise<AccountSession> {
  return services.resources.shared(`rpa:session:${services.name}:${options.account}`, async () => {
    const session = new AccountSession(services, options, await browserService(services, options.browser));
    return { value: session, close: () => session.close() };
  });
}

/** See {@link accountSession}. */
export class AccountSession {
  readonly #services: SessionServices;
  readonly #options: AccountOptions;
  readonly #browser: BrowserService;
  readonly #mutex = new Mutex();
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  #uses = 0;
  #loggedIn = false;
  #refusedAt: number | undefined;
  #unexpectedDialog: string | undefined;

  constructor(services: SessionServices, options: AccountOptions, browser: BrowserService) {
    this.#services = services;
    this.#options = options;
    this.#browser = browser;
  }

  /** Runs `work` as the only user of this account. After an error its pages are closed, so that none is half done. */
  async use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(signal, async () => {
      this.#unexpectedDialog = undefined;
      this.#uses += 1;
      if (this.#uses % usesPerPage === 0) await this.#recover();
      try {
        return await work();
      } catch (error) {
        await this.#recover();
        throw error;
      }
    });
  }

  /** The page of this account, logged in. */
  async page(signal: AbortSignal): Promise<Page> {
    const page = await this.#anyPage(signal);
    if (!this.#loggedIn) await this.#logIn(signal);
    return page;
  }

  /**
   * Loads a page of the target; logs in again, once, when the session has ended meanwhile.
   *
   * @throws NotDelivered, Throttled, LoginFailed, NeedsPerson AB_FORM_CHANGED when there is no such page
   */
  async open(path: string, signal: AbortSignal): Promise<Page> {
    await this.page(signal);
    const page = await this.#visit(path, signal);
    if (await this.isLoggedIn(page, signal)) return page;
    this.#loggedIn = false;
    this.#services.logger.info('session ended, logging in again', { target: this.#services.name });
    await this.#logIn(signal);
    const again = await this.#visit(path, signal);
    if (await this.isLoggedIn(again, signal)) return again;
    throw new NotDelivered('AB_TARGET_BROKEN', 'the login was accepted, but the page still asks for it; nothing was sent');
  }

  /** True when the page shown belongs to the session. */
  async isLoggedIn(page: Page, signal: AbortSignal): Promise<boolean> {
    const { login } = this.#options;
    if (login === undefined) return true;
    return guardPage(
      () => ({ step: 'look for the session', committed: false, signal }),
      () => login.loggedIn(page),
    );
  }

  /** The session is over: the next use logs in. */
  forget(): void {
    this.#loggedIn = false;
  }

  /** The fault of a dialog that nobody expected, once there was one. */
  dialogFault(): AmtsboteError | undefined {
    if (this.#unexpectedDialog === undefined) return undefined;
    return new NeedsPerson('AB_FORM_CHANGED', `the page showed an unexpected dialog (${this.#unexpectedDialog}); nothing was sent`, {
      hint: 'Declare the dialog in the description of the target, with its answer.',
    });
  }

  async close(): Promise<void> {
    await this.#drop();
  }

  async #anyPage(signal: AbortSignal): Promise<Page> {
    if (this.#page !== undefined && !this.#page.isClosed() && this.#context?.browser()?.isConnected() === true) return this.#page;
    return guardPage(
      () => ({ step: 'open browser', committed: false, signal }),
      async () => {
        if (this.#context?.browser()?.isConnected() !== true) await this.#newContext();
        this.#page = await (this.#context as BrowserContext).newPage();
        return this.#page;
      },
    );
  }

  async #newContext(): Promise<void> {
    const browser = await this.#browser.browser();
    this.#loggedIn = false;
    const context = await browser.newContext({
      baseURL: this.#options.baseUrl,
      serviceWorkers: 'block',
      acceptDownloads: false,
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
    });
    const timeout = this.#options.timeoutMs ?? 15_000;
    context.setDefaultTimeout(timeout);
    context.setDefaultNavigationTimeout(timeout);
    context.on('dialog', (dialog) => void this.#answer(dialog));
    context.on('page', (page) => page.on('crash', () => void page.close().catch(() => undefined)));
    this.#context = context;
  }

  async #answer(dialog: Dialog): Promise<void> {
    const rule = this.#options.dialogs?.find((each) => each.message.test(dialog.message()));
    const isLeaving = dialog.type() === 'beforeunload';
    if (rule === undefined && !isLeaving) this.#unexpectedDialog = dialog.type();
    const accept = isLeaving || rule?.answer === 'accept';
    await (accept ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
  }

  async #visit(path: string, signal: AbortSignal): Promise<Page> {
    const page = await this.#anyPage(signal);
    await guardPage(
      () => ({ step: 'open page', committed: false, signal }),
      async () => {
        const response = await page.goto(path, { waitUntil: 'domcontentloaded', signal });
        const status = response?.status() ?? 200;
        if (status === 404 || status === 410) {
          throw new NeedsPerson('AB_FORM_CHANGED', `a page of the description does not exist (HTTP ${status}); nothing was sent`);
        }
        if (status === 429 || status === 503) {
          throw new Throttled('AB_TARGET_THROTTLED', `the target answered HTTP ${status}`, {
            retryAfterMs: seconds(response?.headers()['retry-after']),
          });
        }
        if (status >= 500) throw new NotDelivered('AB_TARGET_BROKEN', `the target answered HTTP ${status}; nothing was sent`);
      },
    );
    return page;
  }

  async #logIn(signal: AbortSignal): Promise<void> {
    const { login } = this.#options;
    if (login === undefined) return void (this.#loggedIn = true);
    const now = this.#services.clock.now();
    if (this.#refusedAt !== undefined && now - this.#refusedAt < refusalHoldMs)
      throw refused('was refused before and is not tried again yet');
    const accepted = await guardPage(
      () => ({ step: 'log in', committed: false, signal }),
      () => login.enter((path) => this.#visit(path, signal), signal),
    ).catch((error: unknown) => {
      if (isAmtsboteError(error) && error.effect === 'pause-target') this.#refusedAt = now;
      throw error;
    });
    if (!accepted) {
      this.#refusedAt = now;
      throw refused('was refused');
    }
    this.#refusedAt = undefined;
    this.#loggedIn = true;
    this.#services.logger.info('logged in', { target: this.#services.name });
  }

  /** Closes all pages but keeps the login; gives the whole context up when it does not answer. */
  async #recover(): Promise<void> {
    const pages = this.#context?.pages() ?? [];
    this.#page = undefined;
    const closed = await inTwoSeconds(Promise.all(pages.map((page) => page.close())));
    if (!closed) await this.#drop();
  }

  async #drop(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    this.#page = undefined;
    this.#loggedIn = false;
    if (context === undefined) return;
    if (!(await inTwoSeconds(context.close())))
      void context
        .browser()
        ?.close()
        .catch(() => undefined);
  }
}

function refused(what: string): LoginFailed {
  return new LoginFailed('AB_LOGIN_FAILED', `the login ${what}`);
}

function seconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}

async function inTwoSeconds(act: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), 2000)));
  const done = await Promise.race([
    act.then(
      () => true,
      () => false,
    ),
    late,
  ]);
  clearTimeout(timer);
  return done;
}
