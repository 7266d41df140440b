import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallbackRequest } from '@amtsbote/sdk/runtime';
import type { CallbackEnd } from './callback-desk.ts';
import type { Health } from './health.ts';
import { readBody } from './read-body.ts';

/** What requests are answered from. */
export interface Answering {
  readonly health: () => Promise<Health>;
  readonly isHeard: (portal: string) => boolean;
  readonly verify: (portal: string, request: CallbackRequest) => Promise<CallbackEnd>;
  /** Called behind the answer to a callback that was verified. */
  readonly wanted: () => void;
}

/** A callback names ids of submissions: even a thousand of them fit. */
const mostBodyBytes = 256 * 1024;

const callbackPath = /^\/callbacks\/([a-z0-9][a-z0-9-]{0,62})$/;
const healthPaths: ReadonlySet<string> = new Set(['/health', '/health/live', '/health/ready']);

const statusOf: Readonly<Record<CallbackEnd, number>> = { poll: 204, refused: 403, later: 503 };

/** Answers one request. Nothing of it is logged or repeated in the answer. */
export async function answer(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const portal = callbackPath.exec(path)?.[1];
  if (portal !== undefined) return answerCallback({ request, response, portal }, answering);
  if (!healthPaths.has(path)) return end(response, 404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, { headers: { allow: 'GET, HEAD' } });
  if (path === '/health/live') return end(response, 200, { document: { schema: 'amtsbote.health/1', status: 'live' } });
  const health = await answering.health();
  end(response, health.status === 'ok' ? 200 : 503, { document: health });
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly portal: string;
}

async function answerCallback({ request, response, portal }: Call, { isHeard, verify, wanted }: Answering): Promise<void> {
  if (!isHeard(portal)) return end(response, 404);
  if (request.method !== 'POST') return end(response, 405, { headers: { allow: 'POST' } });
  const body = await readBody(request, mostBodyBytes);
  if (body === undefined) return end(response, 413);
  const verdict = await verify(portal, { headers: request.headers, body });
  if (verdict === 'poll') response.once('close', wanted);
  end(response, statusOf[verdict]);
}

interface Content {
  readonly headers?: Readonly<Record<string, string>>;
  readonly document?: object;
}

/** What is refused ends the connection: the rest of its body is not read. */
function end(response: ServerResponse, status: number, { headers, document }: Content = {}): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    ...(status >= 400 && document === undefined && { connection: 'close' }),
    ...(document !== undefined && { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' }),
    ...headers,
  });
  response.end(document === undefined ? undefined : JSON.stringify(document));
}
