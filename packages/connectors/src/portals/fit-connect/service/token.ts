import { type Clock, NotDelivered, type SecretReader } from '@amtsbote/sdk';
import type { HttpClient } from '@amtsbote/sdk/http';

/** Gets access tokens, and keeps one until a minute before it ends. */
export interface Tokens {
  /** @throws LoginFailed | NotDelivered | Throttled */
  current(): Promise<string>;
  /** This one was refused: the next call of `current` gets another, unless that has happened already. */
  refused(token: string): void;
}

/** What tokens are fetched with. */
export interface TokenOptions {
  readonly http: HttpClient;
  readonly path: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly secrets: SecretReader;
  readonly clock: Clock;
}

const renewBeforeMs = 60_000;
const longestLifeMs = 1_800_000;

/** Client credentials, sent in the body: the token service refuses other ways, and a `scope` narrows what it gives. */
export function accessTokens(options: TokenOptions): Tokens {
  let kept: { readonly value: string; readonly staleAt: number } | undefined;
  let pending: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    kept = await fetchToken(options);
  };
  return {
    current: async () => {
      if (kept === undefined || options.clock.now() >= kept.staleAt) {
        // One request for all who wait: a wrong secret is tried once.
        pending ??= renew().finally(() => {
          pending = undefined;
        });
        await pending;
      }
      return kept?.value ?? '';
    },
    refused: (token) => {
      if (kept?.value === token) kept = undefined;
    },
  };
}

async function fetchToken({ http, path, client, secrets, clock }: TokenOptions): Promise<{ value: string; staleAt: number }> {
  const id = client.id.startsWith('secret:') ? await secrets.get(client.id) : client.id;
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: await secrets.get(client.secret) };
  const askedAt = clock.now();
  const answer = await http.request({ method: 'POST', path, body: { form }, login: true });
  const { access_token: value, expires_in: seconds } = (answer.json() ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
    throw new NotDelivered('AB_PORTAL_UNREACHABLE', 'the answer of the token service holds no access_token');
  }
  const life = Math.min(Number(seconds) > 0 ? Number(seconds) * 1000 : longestLifeMs, longestLifeMs);
  return { value, staleAt: askedAt + Math.max(life - renewBeforeMs, life / 2) };
}
