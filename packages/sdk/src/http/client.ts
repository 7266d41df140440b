import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { Clock } from '../model/clock.ts';
import type { SecretReader } from '../target/services.ts';
import { createAuthenticator } from './auth.ts';
import type { HttpBody } from './body.ts';
import { type Connection, connect } from './connection.ts';
import type { TakeBody } from './download.ts';
import { type Exchange, exchange } from './exchange.ts';
import type { HttpAuth, HttpTls } from './options.ts';
import type { HttpResponse } from './response.ts';
import { type HttpQuery, parseBaseUrl } from './url.ts';

/** Headers by name. */
export type HttpHeaders = Readonly<Record<string, string>>;

/** How to reach one target. */
export interface HttpClientOptions {
  /** All requests are pinned to this address. */
  readonly baseUrl: string;
  readonly secrets: SecretReader;
  readonly clock: Clock;
  readonly auth?: HttpAuth | undefined;
  readonly tls?: HttpTls | undefined;
  /** Files in `tls` are relative to this folder. Default: the working directory. */
  readonly baseDirectory?: string | undefined;
  /** Allows plain http to another machine. Default false. */
  readonly plainHttp?: boolean | undefined;
  /** The longest a request may take, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** The largest answer, unpacked, in bytes. Default 10 MB. */
  readonly maxResponseBytes?: number | undefined;
}

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/`; relative to the base address. */
  readonly path: string;
  /** What errors call the path. Default: the path without its query. Give it when the path holds values. */
  readonly template?: string | undefined;
  readonly query?: HttpQuery | undefined;
  readonly headers?: HttpHeaders | undefined;
  readonly body?: HttpBody | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The answers that are returned; every other is thrown as an error. Default: 200 to 299. */
  readonly expect?: readonly number[] | 'any' | undefined;
  /** The request asks for a token: it is sent without one, and a refusal is a `LoginFailed`. */
  readonly login?: boolean | undefined;
  /** Whether the request changes something at the target. Default: true unless GET, HEAD or `login`. */
  readonly effect?: boolean | undefined;
}

/** Sends requests to one target. Follows no redirect, repeats nothing (but once after an expired token), takes no proxy from the environment. */
export interface HttpClient {
  /**
   * @throws NotDelivered | Throttled | LoginFailed | NeedsPerson | OutcomeUnknown, see `classify`; none holds a header, a
   * body, a token or a value of the query
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /**
   * Sends a request whose answer is too large for the memory: `take` reads it as it comes, to its end. Only 200 counts; `expect` and
   * `maxResponseBytes` do not. `timeoutMs` is the longest wait without a byte.
   *
   * @throws as `request`, also from the body that `take` reads
   */
  download<T>(request: HttpRequest, take: TakeBody<T>): Promise<T>;
  /** Gets a token when one is needed, so that the login does not fall into the commit point. */
  login(): Promise<void>;
  /** Closes the connections. */
  close(): void;
}

/**
 * Makes a client. Connects, reads secrets and loads its library at the first request.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID for an address that is not allowed
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const base = parseBaseUrl(options.baseUrl, options.plainHttp);
  let connection: Promise<Connection> | undefined;

  const prepare = async (request: HttpRequest, headers: HttpHeaders): Promise<Exchange> => {
    connection ??= connect(base, options).catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return { base, options, request, headers, connection: await connection };
  };
  const send = async (request: HttpRequest, headers: HttpHeaders): Promise<HttpResponse> => exchange(await prepare(request, headers));
  const authenticator = createAuthenticator({
    ...options,
    auth: options.auth,
    request: (request) => send(request, {}),
  });

  return {
    request: async (request) => {
      const headers = await authenticator.headers();
      try {
        const answer = await send(request, headers);
        if (answer.status !== 401 || !authenticator.renew(headers)) return answer;
      } catch (error) {
        if (!isUnauthorized(error) || !authenticator.renew(headers)) throw error;
      }
      return send(request, await authenticator.headers());
    },
    download: async (request, take) => {
      const { download } = await import('./download.ts');
      const headers = await authenticator.headers();
      try {
        return await download(await prepare(request, headers), take);
      } catch (error) {
        if (!isUnauthorized(error) || !authenticator.renew(headers)) throw error;
      }
      return download(await prepare(request, await authenticator.headers()), take);
    },
    login: async () => {
      await authenticator.headers();
    },
    close: () => {
      void connection?.then((open) => open.close()).catch(() => undefined);
    },
  };
}

function isUnauthorized(error: unknown): boolean {
  return isAmtsboteError(error) && error.effect === 'pause-target';
}
