import { type AmtsboteError, type Clock, NeedsPerson, NotDelivered, type SecretReader } from '@amtsbote/sdk';
import type { HttpClient, HttpResponse } from '@amtsbote/sdk/http';

/** Gets access tokens, and keeps one until a minute before it ends. */
export interface Tokens {
  /** Gets a new one, and tells what it is good for. Throws as `current`. */
  renew(): Promise<TokenFacts>;
  /** @throws LoginFailed | NotDelivered | Throttled */
  current(): Promise<string>;
  /** This one was refused: the next call of `current` gets another, unless that has happened already. */
  refused(token: string): void;
}

/** What the token service says of a token. */
export interface TokenFacts {
  /** How long it lasts. */
  readonly seconds: number;
  /** Empty where they are not told. */
  readonly scopes: readonly string[];
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
  let kept: Token | undefined;
  let pending: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    kept = await fetchToken(options);
  };
  return {
    renew: async () => (kept = await fetchToken(options)),
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

interface Token extends TokenFacts {
  readonly value: string;
  readonly staleAt: number;
}

async function fetchToken({ http, path, client, secrets, clock }: TokenOptions): Promise<Token> {
  const id = client.id.startsWith('secret:') ? await secrets.get(client.id) : client.id;
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: await secrets.get(client.secret) };
  const askedAt = clock.now();
  const answer = await http.request({ method: 'POST', path, body: { form }, login: true, expect: 'any' });
  if (answer.status < 200 || answer.status > 299) throw refusalOf(answer);
  const { access_token: value, expires_in: seconds, scope } = (answer.json() ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
    throw new NotDelivered('AB_PORTAL_UNREACHABLE', 'the answer of the token service holds no access_token');
  }
  const life = Math.min(Number(seconds) > 0 ? Number(seconds) * 1000 : longestLifeMs, longestLifeMs);
  const scopes = typeof scope === 'string' ? scope.split(/\s+/).filter((name) => /^[\x21-\x7e]{1,200}$/.test(name)) : [];
  return { value, staleAt: askedAt + Math.max(life - renewBeforeMs, life / 2), seconds: Math.floor(life / 1000), scopes };
}

/** A receiver that is linked with no destination gets no token; every other refusal is one of the client itself. */
function refusalOf(answer: HttpResponse): AmtsboteError {
  if (answer.status !== 400 || errorIn(answer) !== 'invalid_scope') return answer.failure();
  return new NeedsPerson('AB_PORTAL_REFUSED', 'the token service gives no token: the client has no scope (invalid_scope)');
}

function errorIn(answer: HttpResponse): unknown {
  try {
    return (answer.json() as { error?: unknown } | undefined)?.error;
  } catch {
    return undefined;
  }
}
