import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ConnectorServices, OpenAttachment, OwnedResource, Target } from '@amtsbote/sdk';
import { onTestFinished } from 'vitest';
import { connector } from './index.ts';
import type { RestOptions } from './options.ts';

/** Opens the target with these options; its connections are closed with the test. */
export async function openTarget(options: object, secrets: Readonly<Record<string, string>> = {}): Promise<Target> {
  const parsed = connector.options.parse(options);
  return connector.open(testServices(parsed, secrets));
}

function testServices(options: RestOptions, secrets: Readonly<Record<string, string>>): ConnectorServices<RestOptions> {
  const made = new Map<string, Promise<OwnedResource<unknown>>>();
  onTestFinished(async () => {
    for (const resource of made.values()) await (await resource).close();
  });
  return {
    options,
    name: 'muster',
    baseDirectory: '.',
    secrets: { get: async (name) => secrets[name.replace('secret:', '')] ?? 'missing' },
    clock: { now: () => Date.now(), sleep: async () => undefined },
    random: Math.random,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    resources: {
      shared: async <T>(key: string, create: () => Promise<OwnedResource<T>>): Promise<T> => {
        const kept = made.get(key) ?? create();
        made.set(key, kept);
        return (await kept).value as T;
      },
    },
    boundary: () => undefined,
  };
}

/** An attachment with these bytes. */
export function attachmentOf(ref: string, name: string, bytes: Buffer): OpenAttachment {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    ref,
    name,
    mediaType: 'application/pdf',
    size: bytes.length,
    sha256,
    open: () => Readable.from([bytes]),
  };
}

/** A request as the server got it. */
export interface SeenRequest {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Starts a server for one test. */
export async function startServer(
  answer: (request: SeenRequest, response: ServerResponse) => void,
): Promise<{ url: string; seen: readonly SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const line = `${incoming.method} ${incoming.url}`;
      const request = { line, headers: incoming.headers, body: Buffer.concat(chunks).toString('latin1') };
      seen.push(request);
      answer(request, response);
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
