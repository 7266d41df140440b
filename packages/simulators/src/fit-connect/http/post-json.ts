import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

const longestWaitMs = 10_000;

/** A POST to somebody else's server. */
export interface OutgoingPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Certificates to trust besides the usual ones, in PEM. */
  readonly ca?: string | undefined;
}

/** Posts JSON; the status, or `failed` when there was no answer within ten seconds. Redirects are not followed. */
export async function postJson({ url, headers, body, ca }: OutgoingPost): Promise<number | 'failed'> {
  const start = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const outgoing = start(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      timeout: longestWaitMs,
      agent: false,
      ...(ca !== undefined && { ca }),
    });
    outgoing.on('response', (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode ?? 'failed');
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve('failed'));
    outgoing.on('close', () => resolve('failed'));
    outgoing.end(body);
  });
}
