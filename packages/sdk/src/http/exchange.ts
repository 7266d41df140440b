import type { AxiosResponse } from 'axios';
import type { AmtsboteError } from '../errors/amtsbote-error.ts';
import { type EncodedBody, encodeBody } from './body.ts';
import type { HttpFailure } from './classify.ts';
import type { HttpClientOptions, HttpHeaders, HttpRequest } from './client.ts';
import { type Connection, type SendProgress, watchSending } from './connection.ts';
import { failureError, type RequestName } from './failure.ts';
import { createResponse, type HttpResponse } from './response.ts';
import { requestUrl } from './url.ts';

/** One request on its way. */
export interface Exchange {
  readonly base: URL;
  readonly options: HttpClientOptions;
  readonly request: HttpRequest;
  /** The headers that identify us. */
  readonly headers: HttpHeaders;
  readonly connection: Connection;
}

const defaultTimeoutMs = 30_000;
const withoutEffect = new Set(['GET', 'HEAD']);

/** Sends one request once. Throws our errors only, and only ones that hold nothing of the request but its template. */
export async function exchange({ base, options, request, headers, connection }: Exchange): Promise<HttpResponse> {
  const url = requestUrl(base, request.path, request.query);
  const name: RequestName = { method: request.method, host: url.host, template: templateOf(request) };
  const login = request.login ?? false;
  const effect = request.effect ?? !(login || withoutEffect.has(request.method));
  const fail = (failure: FailureFacts, reason: string): AmtsboteError => failureError(name, { effect, login, ...failure }, reason);

  const answer = await send({ url, options, request, headers, connection }, fail);
  const now = options.clock.now();
  const retryAfter = textHeader(answer, 'retry-after');
  const response = createResponse(answer, {
    failed: () => fail({ kind: 'answer', status: answer.status, retryAfter, now }, `HTTP ${answer.status}`),
    unreadable: (reason) => fail({ kind: 'answer', status: 500, now }, reason),
  });
  if (isExpected(answer.status, request.expect)) return response;
  throw response.failure();
}

type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;
type FailureFacts = Without<HttpFailure, 'effect' | 'login'>;
type Fail = (failure: FailureFacts, reason: string) => AmtsboteError;
type Sending = Omit<Exchange, 'base'> & { readonly url: URL };

async function send({ url, options, request, headers, connection }: Sending, fail: Fail): Promise<AxiosResponse<Uint8Array>> {
  const body = request.body === undefined ? undefined : encodeBody(request.body);
  const timeout = AbortSignal.timeout(request.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs);
  const progress: SendProgress = { sent: false };
  try {
    return await connection.axios.request<Uint8Array>({
      url: url.href,
      method: request.method,
      signal: request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]),
      headers: requestHeaders(request, headers, body),
      ...(body === undefined ? {} : { data: asBuffer(body.bytes) }),
      transport: {
        request: (sendOptions: object, answered: (answer: unknown) => void) =>
          watchSending(connection.send(sendOptions, answered), url.protocol === 'https:', progress),
      },
    });
  } catch (error) {
    const { sent } = progress;
    const aborted = request.signal?.aborted ?? false;
    const why = aborted ? 'interrupted' : timeout.aborted ? 'timed out' : systemCode(error);
    throw fail({ kind: 'cut', sent, aborted }, `${why} ${sent ? 'after the request was sent' : 'before anything was sent'}`);
  }
}

function requestHeaders(request: HttpRequest, auth: HttpHeaders, body: EncodedBody | undefined): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'Amtsbote',
    ...(body === undefined ? {} : { 'content-type': body.contentType }),
    ...request.headers,
    ...auth,
  };
}

function templateOf({ template, path }: HttpRequest): string {
  return (template ?? path).split('?', 1)[0] ?? '';
}

function isExpected(status: number, expect: HttpRequest['expect']): boolean {
  if (expect === 'any') return true;
  return expect === undefined ? status >= 200 && status < 300 : expect.includes(status);
}

function textHeader(answer: AxiosResponse, name: string): string | undefined {
  const value: unknown = answer.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The code of a system error (`ECONNRESET`); its message could hold more than a code. */
function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'failed';
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
