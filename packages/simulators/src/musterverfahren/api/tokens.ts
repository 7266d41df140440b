import { randomBytes } from 'node:crypto';

/** How long a token is good for, in seconds. */
export const tokenSeconds = 3600;

/** Access tokens in memory. */
export class Tokens {
  readonly #clock: () => number;
  readonly #tokens = new Map<string, { readonly client: string; readonly until: number }>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  issue(client: string): string {
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, { client, until: this.#clock() + tokenSeconds * 1000 });
    return token;
  }

  /** The client a token belongs to; undefined when it is unknown or has ended. */
  clientOf(authorization: string | undefined): string | undefined {
    const entry = this.#tokens.get(tokenIn(authorization));
    return entry && entry.until > this.#clock() ? entry.client : undefined;
  }

  revoke(authorization: string | undefined): void {
    this.#tokens.delete(tokenIn(authorization));
  }
}

function tokenIn(authorization: string | undefined): string {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}
