import { putStream } from './put-stream.ts';

/** How a sender reaches the delivery service. */
export interface SenderConnection {
  /** Base of the Submission API, without version. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The version in the path; `v2` unless told otherwise. */
  readonly version?: string;
  readonly userAgent?: string;
}

/** An answer of the service that a sender cannot go on with. It carries nothing of what was sent. */
export class ServiceRefusal extends Error {
  readonly status: number;
  /** `type` of the problem, where there was one. */
  readonly type: string | undefined;

  constructor(what: string, { status, type, detail }: { status: number; type: string | undefined; detail: string | undefined }) {
    super(`${what}: status ${status}${type === undefined ? '' : `, ${type}`}${detail === undefined ? '' : `, ${detail}`}`);
    this.status = status;
    this.type = type;
  }
}

/** What a request carries. */
export interface SentBody {
  readonly type: 'application/json' | 'application/jose';
  readonly body: string | AsyncIterable<Uint8Array>;
}

const defaultUserAgent = 'Amtsbote-Musterportal/1.0';

/** Talks to the delivery service as a sender. */
export class ServiceClient {
  readonly #connection: SenderConnection;
  #token: string | undefined;

  constructor(connection: SenderConnection) {
    this.#connection = connection;
  }

  /** Reads JSON; the path begins after the version. */
  async get(path: string): Promise<unknown> {
    return this.#json(await this.#call('GET', this.#versioned(path)), `GET ${withoutIds(path)}`);
  }

  /** Reads what is no JSON; the path begins after the version. */
  async text(path: string): Promise<string> {
    const answer = await this.#call('GET', this.#versioned(path));
    if (!answer.ok) await this.#json(answer, 'GET');
    return answer.text();
  }

  /** The keys that verify the service's events. */
  async serviceKeys(): Promise<unknown> {
    const path = '/.well-known/jwks.json';
    return this.#json(await this.#call('GET', this.#connection.url + path), `GET ${path}`);
  }

  /** Sends; the answer's JSON, or undefined when it has no content. */
  async send(method: 'POST' | 'PUT', path: string, sent: SentBody): Promise<unknown> {
    const answer = await this.#call(method, this.#versioned(path), sent);
    return this.#json(answer, `${method} ${withoutIds(path)}`);
  }

  #versioned(path: string): string {
    return `${this.#connection.url}/${this.#connection.version ?? 'v2'}${path}`;
  }

  async #call(method: string, url: string, sent?: SentBody): Promise<Response> {
    this.#token ??= await this.#fetchToken();
    const headers = {
      authorization: `Bearer ${this.#token}`,
      'user-agent': this.#userAgent(),
      ...(sent && { 'content-type': sent.type }),
    };
    const body = sent?.body;
    if (typeof body === 'object') return putStream(url, headers, body);
    return fetch(url, { method, headers, ...(body !== undefined && { body }) });
  }

  async #fetchToken(): Promise<string> {
    const { tokenUrl, clientId, clientSecret } = this.#connection;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const answer = await fetch(tokenUrl, { method: 'POST', headers: { 'user-agent': this.#userAgent() }, body });
    const { access_token: token } = (await this.#json(answer, 'token')) as { access_token: string };
    return token;
  }

  async #json(answer: Response, what: string): Promise<unknown> {
    const text = await answer.text();
    const body = parse(text);
    if (answer.ok) return body;
    const { type, detail, error } = (body ?? {}) as Record<string, string | undefined>;
    throw new ServiceRefusal(what, { status: answer.status, type: type ?? error, detail });
  }

  #userAgent(): string {
    return this.#connection.userAgent ?? defaultUserAgent;
  }
}

function withoutIds(path: string): string {
  return path.replaceAll(/[0-9a-f-]{36}/g, '…');
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
