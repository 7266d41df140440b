import { type ConnectorServices, NotDelivered, type TemplateValues, fillTemplate } from '@amtsbote/sdk';
import { type LoginHelp, type LoginProcedure, awaitAnywhere, clickByName, countAnywhere, fillByLabel } from '@amtsbote/sdk/rpa';
import type { Page, Response } from 'playwright-core';
import type { WebFormOptions } from './description.ts';
import type { LoginDescription, LoginPage } from './login-description.ts';

/** The login as described; none when the description has none. The credentials are read at the login, never kept. */
export function loginProcedure(services: ConnectorServices<WebFormOptions>): LoginProcedure | undefined {
  const { login, account } = services.options;
  if (login === undefined || account === undefined) return undefined;
  return {
    loggedIn: (page) => isInside(login, page, services.options.timeoutMs),
    enter: async (visit, signal, help) => {
      const page = await visit(login.open);
      if (await isInside(login, page, services.options.timeoutMs)) return true;
      return enter(services, { login, page, signal, help });
    },
  };
}

/** Pages drawn by scripts show neither at first, so one of both is waited for where both are known. */
async function isInside({ loggedIn, loggedOut }: LoginDescription, page: Page, timeoutMs: number | undefined): Promise<boolean> {
  if (loggedOut !== undefined) return (await awaitAnywhere(page, [loggedIn, loggedOut], { timeoutMs, unseen: [loggedIn] })) === loggedIn;
  return (await countAnywhere(page, loggedIn)) > 0;
}

interface Entering {
  readonly login: LoginDescription;
  readonly page: Page;
  readonly signal: AbortSignal;
  readonly help: LoginHelp;
}

async function enter(services: ConnectorServices<WebFormOptions>, entering: Entering): Promise<boolean | 'password-change'> {
  const { login, page, signal } = entering;
  const { passwordChange, failed, loggedIn } = login;
  const further = [...(login.further ?? [])];
  let next: Pick<LoginPage, 'fill' | 'click'> | undefined = login;
  while (next !== undefined) {
    const shown = await answered(services, entering, next);
    if (shown === undefined) break;
    if (shown === passwordChange) return 'password-change';
    if (shown === loggedIn) return true;
    if (shown === failed) return false;
    const at = further.findIndex((each) => each.shows === shown);
    next = further[at];
    if (at >= 0) further.splice(at, 1);
  }
  signal.throwIfAborted();
  return (await countAnywhere(page, loggedIn)) > 0;
}

/** Sends one page of the login and says what came of it. A code is made for a page that asks for it, not before. */
async function answered(
  { options, secrets }: ConnectorServices<WebFormOptions>,
  { login, page, signal, help }: Entering,
  { fill, click }: Pick<LoginPage, 'fill' | 'click'>,
): Promise<string | undefined> {
  const { account } = options;
  const asksForCode = Object.values(fill).some((template) => template.includes('{code}'));
  const secretOf = async (reference: string | undefined): Promise<string> => (reference === undefined ? '' : secrets.get(reference));
  const [user, password] = await Promise.all([secretOf(account?.user), secretOf(account?.password)]);
  const code = asksForCode ? await help.oneTimeCode(await secretOf(account?.oneTimeCodes)) : '';
  const values: TemplateValues = { user, password, code };
  const fields = Object.entries(fill).map(([label, template]) => [label, fillTemplate(template, values)]);
  await fillByLabel(page, Object.fromEntries(fields), { signal });
  using broken = watchForFault(page);
  await clickByName(page, click, { signal });
  const ends = [login.passwordChange, ...(login.further ?? []).map(({ shows }) => shows), login.loggedIn, login.failed];
  const waited = awaitAnywhere(
    page,
    ends.filter((each) => each !== undefined),
    { signal, timeoutMs: options.timeoutMs, unseen: [login.loggedIn] },
  );
  const shown = await Promise.race([broken.status, waited]);
  signal.throwIfAborted();
  if (typeof shown === 'number') throw new NotDelivered('AB_TARGET_BROKEN', `the login was answered with HTTP ${shown}; nothing was sent`);
  if (page.url().startsWith('chrome-error:')) {
    throw new NotDelivered('AB_TARGET_UNREACHABLE', 'the login was not answered; nothing was sent');
  }
  return shown;
}

/** The status of the first page that answers with a fault of the target, while it is watched; pending when there is none. */
function watchForFault(page: Page): Disposable & { readonly status: Promise<number> } {
  const { promise, resolve } = Promise.withResolvers<number>();
  const look = (response: Response): void => {
    if (response.status() >= 500 && response.request().isNavigationRequest()) resolve(response.status());
  };
  page.on('response', look);
  return { status: promise, [Symbol.dispose]: () => void page.off('response', look) };
}
