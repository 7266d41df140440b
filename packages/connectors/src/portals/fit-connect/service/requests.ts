import { type AmtsboteError, type Clock, type ConnectorServices, isAmtsboteError, LoginFailed } from '@amtsbote/sdk';
import { createHttpClient, type HttpClient, type HttpRequest, type HttpResponse, type TakeBody } from '@amtsbote/sdk/http';
import type { FitConnectOptions } from '../options.ts';
import { failureOf, longestWaitMs, ofPortal } from './failure.ts';
import { accessTokens, type TokenFacts, type Tokens } from './token.ts';

/** A request to the service, by a path below its versioned base. */
export interface ServiceRequest {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** The path with names for its ids, for errors. */
  readonly template: string;
  readonly query?: HttpRequest['query'];
  readonly body?: HttpRequest['body'];
  /** What keys and destinations do not need. Default true. */
  readonly authenticated?: boolean;
  /** The answers that are no failures. Default: 200 to 299. */
  readonly expect?: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

const tries = 3;

/** Sends requests to one delivery service, with a token, and waits where it asks for a little patience. */
export class ServiceRequests {
  readonly #api: HttpClient;
  readonly #login: HttpClient;
  readonly #tokens: Tokens;
  readonly #clock: Clock;
  readonly #userAgent: string;

  /** @throws ConfigurationFault AB_CONFIG_INVALID for an address that is not allowed */
  constructor(services: ConnectorServices<FitConnectOptions>) {
    const { options, secrets, clock, baseDirectory } = services;
    const { tls, plainHttp, timeoutMs, limits } = options;
    const token = new URL(options.tokenUrl);
    const common = { secrets, clock, tls, plainHttp, timeoutMs, baseDirectory };
    // Both parts of a submission come in one answer, as text, encrypted.
    const maxResponseBytes = 4_000_000 + limits.messageBytes * 2;
    this.#api = createHttpClient({ ...common, baseUrl: options.apiUrl, maxResponseBytes });
    this.#login = createHttpClient({ ...common, baseUrl: token.origin });
    this.#tokens = accessTokens({ http: this.#login, path: token.pathname, client: options.client, secrets, clock });
    this.#clock = clock;
    this.#userAgent = options.userAgent;
  }

  /**
   * Sends a request; one that fails with 401 once more, with a new token.
   *
   * @throws NotDelivered | Throttled | LoginFailed | NeedsPerson, Refusal for any other 4xx
   */
  async send(request: ServiceRequest): Promise<HttpResponse> {
    return this.#patiently(request, async (token) => {
      const answer = await this.#api.request({ ...this.#requestOf(request, token), expect: 'any' });
      if (request.expect?.includes(answer.status) ?? (answer.status >= 200 && answer.status < 300)) return answer;
      throw failureOf(answer, nameOf(request));
    });
  }

  /** Reads an answer as it comes. Throws as {@link send}, without a `Refusal`. */
  async download<T>(request: ServiceRequest, take: TakeBody<T>): Promise<T> {
    return this.#patiently(request, (token) => this.#api.download(this.#requestOf(request, token), take));
  }

  /** Gets a new token, and tells what it is good for. Throws as {@link send}. */
  async login(): Promise<TokenFacts> {
    return this.#toldLogin(() => this.#tokens.renew());
  }

  close(): void {
    this.#api.close();
    this.#login.close();
  }

  async #patiently<T>(request: ServiceRequest, send: (token: string | undefined) => Promise<T>): Promise<T> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const token = request.authenticated === false ? undefined : await this.#token();
      try {
        return await send(token);
      } catch (failure) {
        const error = ofPortal(failure, nameOf(request));
        if (!isAmtsboteError(error)) throw error;
        if (error.effect === 'pause-target' && token !== undefined && !renewed) {
          renewed = true;
          this.#tokens.refused(token);
          continue;
        }
        const waitMs = attempt < tries ? shortWait(error) : undefined;
        if (waitMs === undefined) throw error;
        await this.#clock.sleep(waitMs, request.signal);
      }
    }
  }

  #token(): Promise<string> {
    return this.#toldLogin(() => this.#tokens.current());
  }

  async #toldLogin<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw isAmtsboteError(error) && error.effect === 'pause-target'
        ? new LoginFailed('AB_LOGIN_FAILED', 'the token service refuses client id or secret')
        : ofPortal(error, 'POST token');
    }
  }

  #requestOf({ method = 'GET', path, template, query, body, signal }: ServiceRequest, token: string | undefined): HttpRequest {
    return {
      method,
      path,
      template,
      query,
      body,
      signal,
      headers: {
        'user-agent': this.#userAgent,
        accept: 'application/json, application/problem+json, application/jose',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    };
  }
}

/** A wait that is short enough to be spent within the run. */
function shortWait({ effect, retryAfterMs }: AmtsboteError): number | undefined {
  return effect === 'throttled' && retryAfterMs !== undefined && retryAfterMs <= longestWaitMs ? retryAfterMs : undefined;
}

function nameOf({ method = 'GET', template }: ServiceRequest): string {
  return `${method} ${template}`;
}
