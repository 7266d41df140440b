import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

/** Access tokens in memory: they end with the process. */
export class Tokens {
  readonly #now: () => number;
  readonly #secret = randomBytes(32);
  readonly #tokens = new Map<string, { readonly clientId: string; readonly until: number }>();
  #issued = 0;
  /** How long a token is good for. */
  readonly seconds: number;

  constructor(now: () => number, seconds: number) {
    this.#now = now;
    this.seconds = seconds;
  }

  /** How many were issued. */
  get issued(): number {
    return this.#issued;
  }

  /** Issues a token that looks like a JWT; nobody else can read more from it than its end. */
  async issue(clientId: string, { scope, issuer, seconds }: { scope: string; issuer: string; seconds: number }): Promise<string> {
    const now = Math.floor(this.#now() / 1000);
    const token = await new SignJWT({ scope, client_id: clientId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(issuer)
      .setSubject(clientId)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(this.#secret);
    this.#tokens.set(token, { clientId, until: this.#now() + seconds * 1000 });
    this.#issued += 1;
    return token;
  }

  /** The client a token belongs to; undefined when it is unknown or has ended. */
  clientOf(authorization: string | undefined): string | undefined {
    const entry = this.#tokens.get(tokenIn(authorization));
    return entry && entry.until > this.#now() ? entry.clientId : undefined;
  }

  /** Ends a token so many milliseconds from now. */
  shorten(token: string, ms: number): void {
    const entry = this.#tokens.get(token);
    if (entry) this.#tokens.set(token, { ...entry, until: this.#now() + ms });
  }

  revoke(authorization: string | undefined): void {
    this.#tokens.delete(tokenIn(authorization));
  }
}

function tokenIn(authorization: string | undefined): string {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}
