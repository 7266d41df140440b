import { type ConnectorServices, NotDelivered } from '@amtsbote/sdk';
import { awaitAnywhere, clickByName, fillByLabel, type LoginProcedure } from '@amtsbote/sdk/rpa';
import type { SkinOptions } from './skin-target.ts';

/** The login page of a skin, by what a person sees there. */
export interface LoginScreen {
  readonly open: string;
  readonly userLabel: string;
  readonly passwordLabel: string;
  /** Shown by pages of a session, and by no other. */
  readonly inside: string;
  /** Shown by pages that ask for the login. */
  readonly outside: string;
  /** Shown when the login was refused. */
  readonly refused: string;
}

/** Signs in with user and password. What the application does not answer is no refusal: a refusal pauses the account. */
export function passwordLogin({ options, secrets }: ConnectorServices<SkinOptions>, screen: LoginScreen): LoginProcedure {
  const { timeoutMs } = options;
  const { inside, outside, refused } = screen;
  return {
    loggedIn: async (page) => (await awaitAnywhere(page, [inside, outside], { timeoutMs })) === inside,
    enter: async (visit, signal) => {
      const page = await visit(screen.open);
      const [user, password] = await Promise.all([secrets.get(options.user), secrets.get(options.password)]);
      await fillByLabel(page, { [screen.userLabel]: user, [screen.passwordLabel]: password }, { signal });
      await clickByName(page, 'Anmelden', { signal });
      const ended = await awaitAnywhere(page, [inside, refused], { signal, timeoutMs });
      if (ended === undefined) throw new NotDelivered('AB_TARGET_BROKEN', 'the login was not answered; nothing was sent');
      return ended === inside;
    },
  };
}
