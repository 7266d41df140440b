import { createHash, randomUUID } from 'node:crypto';
import type { BrowserContext, Dialog, Page } from 'playwright-core';
import { type AmtsboteError, isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { LoginFailed, NeedsPerson, NotDelivered, Throttled } from '../../errors/families.ts';
import type { ConnectorServices } from '../../target/services.ts';
import { type BrowserService, browserService } from '../browser/browser-service.ts';
import { guardPage } from '../page-fault.ts';
import { type Account, accountAt } from './account.ts';
import type { AccountOptions } from './account-options.ts';
import { type SessionState, parseSession, restoreTab, sessionOf } from './kept-state.ts';
import { passNotices } from './notices.ts';
import { looksChanged, PageTrouble } from './page-trouble.ts';

/** A page keeps memory of what it showed: after so many uses it is replaced, the login stays. */
const usesPerPage = 50;
/** After so many uses the context is replaced, too; the login goes along. */
const usesPerContext = 400;

/** How long a page may take to come after the one before asked whether to leave it. */
const leavingMs = 5000;

/** Stands in a path for the session that an old application carries in its addresses. No text of a citizen can be it. */
export const sessionMark: string = `session-${randomUUID()}`;

type SessionServices = Pick<ConnectorServices<unknown>, 'name' | 'clock' | 'logger' | 'resources' | 'sessions' | 'watcher'>;

/** The session of one account in this run: one context and one page, logged in once, used by one caller at a time. */
export async function accountSession(services: SessionServices, options: AccountOptions): Promise<AccountSession> {
  return services.resources.shared(`rpa:session:${services.name}:${options.account}`, async () => {
    const [browser, account] = await Promise.all([browserService(services, options.browser), accountAt(services, options)]);
    const session = new AccountSession(services, options, { browser, account });
    return { value: session, close: () => session.close() };
  });
}

/** See {@link accountSession}. */
export class AccountSession {
  readonly #services: SessionServices;
  readonly #options: AccountOptions;
  readonly #browser: BrowserService;
  readonly #account: Account;
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  #uses = 0;
  /** `kept`: taken over from an earlier run or context, and not yet seen to be good. */
  #login: 'none' | 'kept' | 'proven' = 'none';
  #state: SessionState | undefined;
  #unexpectedDialog: string | undefined;
  readonly #trouble = new PageTrouble();
  /** The path that was opened last and belongs to the session. */
  #inside: string | undefined;
  #inAddress: string | undefined;
  /** The page that follows one that asked before it was left. */
  #leaving: Promise<unknown> | undefined;

  constructor(services: SessionServices, options: AccountOptions, parts: { browser: BrowserService; account: Account }) {
    this.#services = services;
    this.#options = options;
    this.#browser = parts.browser;
    this.#account = parts.account;
  }

  /** Runs `work` as the only user of this account. After an error its pages are closed, so that none is half done. */
  async use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#account.turn.run(signal, () =>
      this.#browser.room.run(signal, async () => {
        this.#unexpectedDialog = undefined;
        this.#trouble.clear();
        await this.#recycle();
        try {
          return await work();
        } catch (error) {
          const explained = await this.#explain(error, signal);
          await this.#recover();
          if (this.#login === 'kept') await this.#forgetKept();
          throw explained;
        }
      }),
    );
  }

  /** The page of this account, logged in. */
  async page(signal: AbortSignal): Promise<Page> {
    const page = await this.#anyPage(signal);
    if (this.#login === 'kept') await this.#proveKept(signal);
    if (this.#login === 'none') await this.#logIn(signal);
    return this.#page ?? page;
  }

  /**
   * Loads a page of the target; logs in again, once, when the session has ended meanwhile.
   *
   * @throws NotDelivered, Throttled, LoginFailed, NeedsPerson AB_FORM_CHANGED when there is no such page
   */
  async open(path: string, signal: AbortSignal): Promise<Page> {
    await this.#anyPage(signal);
    if (this.#login === 'none') await this.#logIn(signal);
    const page = await this.#visit(path, signal);
    if (await this.isLoggedIn(page, signal)) return this.#proven(page, path);
    this.#login = 'none';
    this.#services.logger.info('session ended, logging in again', { target: this.#services.name });
    await this.#logIn(signal);
    const again = await this.#visit(path, signal);
    if (await this.isLoggedIn(again, signal)) return this.#proven(again, path);
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

  /** Gets past the declared notices that a page shows, once it is the page that a click has led to. */
  async passNotices(page: Page, signal: AbortSignal): Promise<void> {
    await this.#leaving;
    this.#leaving = undefined;
    const { notices = [] } = this.#options;
    if (notices.length > 0) await passNotices(page, notices, signal);
  }

  /** The session is over: the next use logs in. */
  forget(): void {
    this.#login = 'none';
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

  #proven(page: Page, path: string): Page {
    this.#login = 'proven';
    this.#inside = path;
    return page;
  }

  /** What was not loaded, or not given without a session, makes a page look as if it had been changed, or said no. */
  async #explain(error: unknown, signal: AbortSignal): Promise<unknown> {
    if (!looksChanged(error)) return error;
    const trouble = this.#trouble.fault(error.code);
    if (trouble !== undefined) return trouble;
    if (error.effect === 'not-delivered' || this.#login !== 'proven' || !(await this.#hasEnded(signal))) return error;
    this.#login = 'none';
    return new NotDelivered('AB_TARGET_BROKEN', `the session ended while entering (${error.code}); nothing was sent`);
  }

  /** Looks, in a tab of its own, whether the page that was opened last is still given. False where that cannot be seen. */
  async #hasEnded(signal: AbortSignal): Promise<boolean> {
    const { login } = this.#options;
    if (login === undefined || this.#inside === undefined || this.#context === undefined || signal.aborted) return false;
    try {
      const page = await this.#context.newPage();
      await page.goto(this.#address(this.#inside), { waitUntil: 'domcontentloaded', signal });
      return !(await login.loggedIn(page));
    } catch {
      return false;
    }
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
    const kept = this.#state ?? parseSession(await this.#kept(), this.#services.clock.now());
    this.#login = kept === undefined ? 'none' : 'kept';
    this.#inAddress = kept?.inAddress;
    const context = await browser.newContext({
      baseURL: this.#options.baseUrl,
      serviceWorkers: 'block',
      acceptDownloads: false,
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      ...(kept === undefined ? {} : { storageState: kept.state }),
    });
    const timeout = this.#options.timeoutMs ?? 15_000;
    context.setDefaultTimeout(timeout);
    context.setDefaultNavigationTimeout(timeout);
    context.on('dialog', (dialog) => void this.#answer(dialog));
    context.on('page', (page) => page.on('crash', () => void page.close().catch(() => undefined)));
    this.#trouble.watch(context);
    if (kept !== undefined) await restoreTab(context, kept);
    this.#context = context;
  }

  async #answer(dialog: Dialog): Promise<void> {
    const rule = this.#options.dialogs?.find((each) => each.message.test(dialog.message()));
    const isLeaving = dialog.type() === 'beforeunload';
    if (rule === undefined && !isLeaving) this.#unexpectedDialog = dialog.type();
    if (isLeaving)
      this.#leaving = dialog
        .page()
        ?.waitForEvent('domcontentloaded', { timeout: leavingMs })
        .catch(() => undefined);
    const accept = isLeaving || rule?.answer === 'accept';
    await (accept ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
  }

  async #visit(path: string, signal: AbortSignal): Promise<Page> {
    const page = await this.#anyPage(signal);
    await guardPage(
      () => ({ step: 'open page', committed: false, signal }),
      async () => {
        const response = await page.goto(this.#address(path), { waitUntil: 'domcontentloaded', signal });
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
        await this.passNotices(page, signal);
      },
    );
    return page;
  }

  #address(path: string): string {
    return path.replaceAll(sessionMark, encodeURIComponent(this.#inAddress ?? ''));
  }

  /** A session of before counts once a page of it was seen. */
  async #proveKept(signal: AbortSignal): Promise<void> {
    const page = await this.#visit(this.#options.baseUrl, signal);
    this.#login = (await this.isLoggedIn(page, signal)) ? 'proven' : 'none';
  }

  async #logIn(signal: AbortSignal): Promise<void> {
    const { login } = this.#options;
    if (login === undefined) return void (this.#login = 'proven');
    if (this.#account.isHeld) throw refused('was refused before and is not tried again yet');
    const outcome = await guardPage(
      () => ({ step: 'log in', committed: false, signal }),
      () =>
        login.enter((path) => this.#visit(path, signal), signal, {
          oneTimeCode: (secret) => this.#account.freshCode(secret, signal),
        }),
    ).catch((error: unknown) => {
      if (isAmtsboteError(error) && error.effect === 'pause-target') this.#account.refused();
      throw error;
    });
    if (outcome !== true) {
      this.#account.refused();
      throw outcome === 'password-change' ? passwordChange() : refused('was refused');
    }
    this.#account.accepted();
    this.#login = 'proven';
    this.#inAddress = this.#sessionInAddress();
    await this.#keep();
    this.#services.logger.info('logged in', { target: this.#services.name });
  }

  #sessionInAddress(): string | undefined {
    const { sessionInAddress } = this.#options;
    const addresses = this.#page?.frames().map((frame) => frame.url()) ?? [];
    return sessionInAddress === undefined
      ? undefined
      : addresses.map((each) => sessionInAddress.exec(each)?.[1]).find((each) => each !== undefined);
  }

  #keptName(): string {
    const { account, baseUrl } = this.#options;
    return createHash('sha256').update(`${this.#services.name} ${account} ${baseUrl}`).digest('hex');
  }

  async #kept(): Promise<string | undefined> {
    const { login, keepSession } = this.#options;
    return login === undefined || keepSession === false ? undefined : this.#services.sessions?.get(this.#keptName());
  }

  /** What failed before it was proven is not tried a second time. */
  async #forgetKept(): Promise<void> {
    this.#state = undefined;
    await this.#services.sessions?.set(this.#keptName(), '').catch(() => undefined);
    await this.#drop();
  }

  async #session(): Promise<SessionState | undefined> {
    if (this.#page === undefined) return undefined;
    return { ...(await sessionOf(this.#page, this.#services.clock.now())), inAddress: this.#inAddress };
  }

  /** A session that cannot be kept costs the next run a login, no more. */
  async #keep(): Promise<void> {
    if (this.#page === undefined) return;
    this.#state = await this.#session().catch(() => undefined);
    if (this.#state === undefined || this.#options.keepSession === false) return;
    await this.#services.sessions?.set(this.#keptName(), JSON.stringify(this.#state)).catch(() => undefined);
  }

  /** Replaces the page now and then, and the context later or when the browser has grown too large. */
  async #recycle(): Promise<void> {
    this.#uses += 1;
    if (this.#uses % usesPerContext === 0 || (await this.#browser.isHeavy())) {
      if (this.#login === 'proven' && this.#page?.isClosed() === false) {
        this.#state = await this.#session().catch(() => this.#state);
      }
      await this.#drop();
      await this.#browser.relieve();
    } else if (this.#uses % usesPerPage === 0) {
      await this.#recover();
    }
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
    this.#login = 'none';
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

/** A person must choose the new password; until then nobody logs in with the old one. */
function passwordChange(): NeedsPerson {
  return new NeedsPerson('AB_PASSWORD_CHANGE', 'the target asks for a new password after the login; nothing was sent');
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
