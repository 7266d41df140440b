import type { IncomingMessage } from 'node:http';

/** The body of a request; undefined when it is longer than allowed, the rest of it unread. Rejects when the connection ends before its end. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  const stated = Number(request.headers['content-length'] ?? 0);
  if (stated > mostBytes) return undefined;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > mostBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
