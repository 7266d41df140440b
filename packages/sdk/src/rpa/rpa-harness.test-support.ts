import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type Page } from 'playwright-core';
import type { ConnectorServices, OwnedResource } from '../target/services.ts';
import { testAttempt } from '../testing/test-attempt.ts';
import { browserService } from './browser/browser-service.ts';

/** A request the test server got. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/** Answers a request: HTML, or whatever the function writes itself. */
export type PageHandler = string | ((request: SeenRequest, response: ServerResponse, raw: IncomingMessage) => void);

/** A server with one handler per `METHOD /path`; what came in is in `seen`. */
export class TestServer {
  readonly seen: SeenRequest[] = [];
  readonly pages: Record<string, PageHandler> = {};
  readonly #server: Server;
  url = '';

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The requests of this method, without the browser's own. */
  writes(method = 'POST'): readonly SeenRequest[] {
    return this.seen.filter((each) => each.method === method && !each.url.endsWith('favicon.ico'));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen = { method: request.method ?? '', url: request.url ?? '', body: Buffer.concat(chunks).toString() };
    this.seen.push(seen);
    const handler = this.pages[`${seen.method} ${seen.url.split('?')[0]}`];
    if (typeof handler === 'function') return handler(seen, response, request);
    response.writeHead(handler === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(handler === undefined ? 'not found' : htmlPage(handler));
  }
}

/** A whole page around a body. */
export function htmlPage(body: string): string {
  return `<!doctype html><html lang="de"><meta charset="utf-8"><title>Test</title><body>${body}</body></html>`;
}

/** Services of a connector without a configuration; `close` ends what was shared. */
export function testServices<Options>(
  options: Options,
  sessions?: Map<string, string>,
): ConnectorServices<Options> & { close(): Promise<void> } {
  const owned = new Map<string, Promise<OwnedResource<unknown>>>();
  const { clock, logger } = testAttempt();
  return {
    options,
    name: 'test-target',
    baseDirectory: '.',
    secrets: { get: async (reference) => `value of ${reference}` },
    clock,
    random: () => 0.5,
    logger,
    resources: {
      shared: async <T>(key: string, create: () => Promise<OwnedResource<T>>): Promise<T> => {
        if (!owned.has(key)) owned.set(key, create());
        owned.get(key)?.catch(() => owned.delete(key));
        return (await (owned.get(key) as Promise<OwnedResource<T>>)).value;
      },
    },
    boundary: () => undefined,
    sessions: sessions && { get: async (name) => sessions.get(name), set: async (name, value) => void sessions.set(name, value) },
    close: async () => {
      for (const each of [...owned.values()].reverse()) await (await each.catch(() => undefined))?.close();
    },
  };
}

/** A browser for one test file. */
export async function testBrowser(): Promise<{ browser: Browser; newPage(): Promise<Page>; close(): Promise<void> }> {
  const services = testServices({});
  const browser = await (await browserService(services)).browser();
  return { browser, newPage: () => browser.newPage(), close: () => services.close() };
}
