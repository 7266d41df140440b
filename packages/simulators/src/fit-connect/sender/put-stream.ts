import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Sends a stream no faster than it is taken; Node's fetch would gather what is not taken yet in memory. */
export async function putStream(
  url: string,
  headers: Readonly<Record<string, string>>,
  pieces: AsyncIterable<Uint8Array>,
): Promise<Response> {
  const start = url.startsWith('https:') ? secureRequest : request;
  const outgoing = start(url, { method: 'PUT', headers, agent: false });
  const answer = new Promise<Response>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 500;
        resolve(new Response(status === 204 ? null : Buffer.concat(chunks), { status }));
      });
    });
  });
  const sending = pipeline(Readable.from(pieces, { objectMode: false }), outgoing);
  // A refusal may come before everything was sent, and is what counts then.
  sending.catch(() => undefined);
  return answer;
}
