import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { actOf, answer, internalError } from './answer.ts';
import type { App } from './app.ts';
import type { Reply, WebRequest } from './http-types.ts';

const longestBody = 32 * 1024 * 1024;

/** The HTTP side of the application: reads requests in full, writes answers, cuts connections when told to. */
export function createAppServer(app: App, closing: AbortSignal): Server {
  return createServer((incoming, response) => {
    serve(app, incoming, { response, closing }).catch(() => incoming.socket.destroy());
  });
}

async function serve(
  app: App,
  incoming: IncomingMessage,
  { response, closing }: { response: ServerResponse; closing: AbortSignal },
): Promise<void> {
  const request = await readRequest(incoming);
  if (request === 'too-large') {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const reply = await answer(app, request, closing).catch((error: unknown) => {
    if (closing.aborted) throw error;
    return internalError(app, request);
  });
  log(app, request, reply);
  if (reply === 'cut') {
    incoming.socket.destroy();
    return;
  }
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

async function readRequest(incoming: IncomingMessage): Promise<WebRequest | 'too-large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBody) return 'too-large';
    chunks.push(chunk);
  }
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    search: url.search.slice(1),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

function log(app: App, request: WebRequest, reply: Reply | 'cut'): void {
  const act = actOf(app, request);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if ((isRead && act !== 'save') || request.path.startsWith('/__')) return;
  app.writes.add({
    at: app.clock(),
    method: request.method,
    path: request.path,
    ...(act !== undefined && { act }),
    outcome: reply === 'cut' ? 'cut' : reply.status,
  });
}
