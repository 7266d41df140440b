import { NotDelivered } from '../errors/families.ts';
import type { Clock } from '../model/clock.ts';
import type { EpochMs } from '../model/ids.ts';
import type { SecretReader } from '../target/services.ts';
import type { HttpClient, HttpHeaders } from './client.ts';
import type { HttpAuth, TokenAuth } from './options.ts';

/** Makes the headers that identify us. */
export interface Authenticator {
  /** @throws LoginFailed | NotDelivered | Throttled when a token is needed and refused */
  headers(): Promise<HttpHeaders>;
  /** These headers were refused. True when new ones can be had: then ask again, once. */
  renew(refused: HttpHeaders): boolean;
}

/** What an authenticator needs. */
export interface AuthenticatorOptions {
  readonly auth: HttpAuth | undefined;
  readonly secrets: SecretReader;
  readonly clock: Clock;
  /** Sends the request for a token; must not authenticate itself. */
  readonly request: HttpClient['request'];
}

interface Token {
  readonly value: string;
  readonly staleAt: EpochMs;
}

const renewBeforeMs = 60_000;
const assumedLifeMs = 300_000;

/** Makes the authenticator of a client. Tokens are kept in memory until a minute before they expire. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { auth, secrets } = options;
  if (auth === undefined) return { headers: async () => ({}), renew: () => false };
  if ('token' in auth) return tokenAuthenticator(auth.token, options);
  if ('header' in auth) {
    const { name, secret } = auth.header;
    return { headers: async () => ({ [name]: await secrets.get(secret) }), renew: () => false };
  }
  const { user, password } = auth.basic;
  const login = async (): Promise<string> => Buffer.from(`${user}:${await secrets.get(password)}`).toString('base64');
  return { headers: async () => ({ authorization: `Basic ${await login()}` }), renew: () => false };
}

function tokenAuthenticator(auth: TokenAuth, options: AuthenticatorOptions): Authenticator {
  let kept: Token | undefined;
  let pending: Promise<Token> | undefined;

  const token = async (): Promise<Token> => {
    if (kept !== undefined && options.clock.now() < kept.staleAt) return kept;
    // One request for all who wait, so that a wrong secret is tried once and not once per delivery.
    pending ??= fetchToken(auth, options).finally(() => {
      pending = undefined;
    });
    kept = await pending;
    return kept;
  };
  return {
    headers: async () => ({ authorization: `Bearer ${(await token()).value}` }),
    renew: (refused) => {
      if (refused['authorization'] === `Bearer ${kept?.value}`) kept = undefined;
      return true;
    },
  };
}

async function fetchToken(auth: TokenAuth, options: AuthenticatorOptions): Promise<Token> {
  const { clock, secrets, request } = options;
  const form = {
    grant_type: 'client_credentials',
    client_id: await secrets.get(auth.clientId),
    client_secret: await secrets.get(auth.clientSecret),
    ...(auth.scope === undefined ? {} : { scope: auth.scope }),
  };
  const askedAt = clock.now();
  const answer = await request({ method: 'POST', path: auth.path, body: { form }, login: true });
  const { access_token: value, expires_in: seconds } = (answer.json() ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof value !== 'string' || value === '') {
    throw new NotDelivered('AB_TARGET_BROKEN', `POST ${auth.path}: the answer holds no access_token`);
  }
  const life = Number(seconds) > 0 ? Number(seconds) * 1000 : assumedLifeMs;
  return { value, staleAt: askedAt + Math.max(life - renewBeforeMs, life / 2) };
}
