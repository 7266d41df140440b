import type { AxiosResponse, ResponseType } from 'axios';
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
export async function exchange(parts: Exchange): Promise<HttpResponse> {
  const { answer, fail, alive } = await begin<Uint8Array>(parts, 'arraybuffer');
  alive.end();
  const now = parts.options.clock.now();
  const response = createResponse(answer, {
    failed: () => failureOf(parts, answer, fail),
    unreadable: (reason) => fail({ kind: 'answer', status: 500, now }, reason),
  });
  if (isExpected(answer.status, parts.request.expect)) return response;
  throw response.failure();
}

type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;
type FailureFacts = Without<HttpFailure, 'effect' | 'login'>;
/** Makes the error of a request that failed. */
export type Fail = (failure: FailureFacts, reason: string) => AmtsboteError;

/** A request that has its answer; of a stream only the beginning. */
export interface Begun<Data> {
  readonly answer: AxiosResponse<Data>;
  readonly fail: Fail;
  /** Ends the request when it is not told for too long that something still comes. */
  readonly alive: { tick(): void; end(): void };
}

/** Sends a request and waits for its answer. */
export async function begin<Data>(
  { base, options, request, headers, connection }: Exchange,
  responseType: ResponseType,
): Promise<Begun<Data>> {
  const url = requestUrl(base, request.path, request.query);
  const fail = failing(url, request);
  const body = request.body === undefined ? undefined : encodeBody(request.body);
  const timeout = patience(request.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs);
  const progress: SendProgress = { sent: false };
  try {
    const answer = await connection.axios.request<Data>({
      url: url.href,
      method: request.method,
      responseType,
      ...(responseType === 'stream' && { maxContentLength: Infinity }),
      signal: AbortSignal.any([timeout.signal, ...(request.signal === undefined ? [] : [request.signal])]),
      headers: requestHeaders(request, headers, body),
      ...(body === undefined ? {} : { data: asBuffer(body.bytes) }),
      transport: {
        request: (sendOptions: object, answered: (answer: unknown) => void) =>
          watchSending(connection.send(sendOptions, answered), url.protocol === 'https:', progress),
      },
    });
    return { answer, fail, alive: timeout };
  } catch (error) {
    timeout.end();
    throw cut(fail, { sent: progress.sent, aborted: request.signal?.aborted ?? false, why: timedOut(timeout.signal) ?? systemCode(error) });
  }
}

function cut(
  fail: Fail,
  { sent, aborted, why }: { readonly sent: boolean; readonly aborted: boolean; readonly why: string },
): AmtsboteError {
  const reason = aborted ? 'interrupted' : why;
  return fail({ kind: 'cut', sent, aborted }, `${reason} ${sent ? 'after the request was sent' : 'before anything was sent'}`);
}

function timedOut(signal: AbortSignal): string | undefined {
  return signal.aborted ? 'timed out' : undefined;
}

function failing(url: URL, request: HttpRequest): Fail {
  const name: RequestName = { method: request.method, host: url.host, template: templateOf(request) };
  const login = request.login ?? false;
  const effect = request.effect ?? !(login || withoutEffect.has(request.method));
  return (failure, reason) => failureError(name, { effect, login, ...failure }, reason);
}

/** The error that an answer means where it was not expected. */
export function failureOf({ options }: Exchange, answer: AxiosResponse, fail: Fail): AmtsboteError {
  const { status } = answer;
  return fail({ kind: 'answer', status, retryAfter: textHeader(answer, 'retry-after'), now: options.clock.now() }, `HTTP ${status}`);
}

function patience(ms: number): { readonly signal: AbortSignal; tick(): void; end(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return { signal: controller.signal, tick: () => void timer.refresh(), end: () => clearTimeout(timer) };
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
