import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { Reply, WebRequest } from './http/http-types.ts';

/** Answers a request, or says that its connection is to be cut. */
export type Answer = (request: WebRequest) => Promise<Reply | 'cut'>;

/** Key and certificates of a server, in PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** The HTTP side of the service: bodies come and go as streams, connections are cut when told to. With a certificate it speaks HTTPS. */
export function createServiceServer(answer: Answer, certificate?: ServerCertificate): Server | SecureServer {
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    serve(incoming, response, answer).catch(() => incoming.socket.destroy());
  };
  return certificate === undefined ? createServer(listener) : createSecureServer({ ...certificate }, listener);
}

async function serve(incoming: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const reply = await answer(readRequest(incoming));
  if (reply === 'cut') {
    incoming.socket.destroy();
    return;
  }
  await drain(incoming);
  const length = typeof reply.body === 'string' ? Buffer.byteLength(reply.body) : reply.body.size;
  response.writeHead(reply.status, { ...reply.headers, ...(reply.status !== 204 && { 'content-length': length }) });
  if (incoming.method === 'HEAD') response.end();
  else if (reply.cutAfter !== undefined) cutAfter(response, reply, reply.cutAfter);
  else if (typeof reply.body === 'string') response.end(reply.body);
  else await pipeline(Readable.from(reply.body.pieces, { objectMode: false }), response);
}

/** Reads and throws away what is left of a refused body: while a client still sends, it might never see the refusal. */
async function drain(incoming: IncomingMessage): Promise<void> {
  if (incoming.complete) return;
  incoming.resume();
  await finished(incoming);
}

function readRequest(incoming: IncomingMessage): WebRequest {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>,
  };
}

function cutAfter(response: ServerResponse, { body }: Reply, bytes: number): void {
  const whole = typeof body === 'string' ? Buffer.from(body) : Buffer.concat([...body.pieces]);
  response.write(whole.subarray(0, bytes), () => response.socket?.destroy());
}
