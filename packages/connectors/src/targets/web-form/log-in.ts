import { type ConnectorServices, NotDelivered, fillTemplate } from '@amtsbote/sdk';
import { type LoginProcedure, clickByName, fillByLabel } from '@amtsbote/sdk/rpa';
import type { Page, Response } from 'playwright-core';
import type { WebFormOptions } from './description.ts';

/** The login as described; none when the description has none. The credentials are read at the login, never kept. */
export function loginProcedure({ options, secrets }: ConnectorServices<WebFormOptions>): LoginProcedure | undefined {
  const { login, account } = options;
  if (login === undefined || account === undefined) return undefined;
  const loggedIn = async (page: Page): Promise<boolean> => (await page.locator(login.loggedIn).count()) > 0;
  return {
    loggedIn,
    enter: async (visit, signal) => {
      const [user, password] = await Promise.all([secrets.get(account.user), secrets.get(account.password)]);
      const page = await visit(login.open);
      if (await loggedIn(page)) return true;
      const fields = Object.entries(login.fill).map(([label, template]) => [label, fillTemplate(template, { user, password })]);
      await fillByLabel(page, Object.fromEntries(fields), { signal });
      using broken = watchForFault(page);
      await clickByName(page, login.click, { signal });
      const outcome =
        login.failed === undefined ? page.locator(login.loggedIn) : page.locator(login.loggedIn).or(page.locator(login.failed));
      const status = await Promise.race([
        broken.status,
        outcome
          .first()
          .waitFor({ signal })
          .catch(() => undefined),
      ]);
      signal.throwIfAborted();
      if (typeof status === 'number') {
        throw new NotDelivered('AB_TARGET_BROKEN', `the login was answered with HTTP ${status}; nothing was sent`);
      }
      if (page.url().startsWith('chrome-error:')) {
        throw new NotDelivered('AB_TARGET_UNREACHABLE', 'the login was not answered; nothing was sent');
      }
      return await loggedIn(page);
    },
  };
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
