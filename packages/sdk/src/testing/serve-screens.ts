import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A write that a page sent to the screens. */
export interface ScreenWrite {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Saved screens, served. */
export interface ServedScreens extends AsyncDisposable {
  readonly url: string;
  /** Every request but GET and HEAD, in its order. */
  readonly writes: readonly ScreenWrite[];
  close(): Promise<void>;
}

/** How screens answer. */
export interface ScreenOptions {
  /** Where a write leads, by method and path: `{ 'POST /dog/save': '/dog/confirmation' }`. Others are answered with 404. */
  readonly answers?: Readonly<Record<string, string>> | undefined;
  /** Screens besides those of the folder, by path: whole pages of HTML. They win. */
  readonly screens?: Readonly<Record<string, string>> | undefined;
}

/**
 * Serves the screens that `amtsbote connector snapshot` saved, on 127.0.0.1. Numbers in a path do not count, and without one of that
 * query the screen of the path is shown.
 */
export async function serveScreens(directory: string, options: ScreenOptions = {}): Promise<ServedScreens> {
  const files = JSON.parse(await readFile(join(directory, 'screens.json'), 'utf8')) as Record<string, string>;
  const writes: ScreenWrite[] = [];
  const server = createServer((request, response) => void serve({ directory, files, writes, options }, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, writes, close, [Symbol.asyncDispose]: close };
}

interface Screens {
  readonly directory: string;
  readonly files: Readonly<Record<string, string>>;
  readonly writes: ScreenWrite[];
  readonly options: ScreenOptions;
}

async function serve(screens: Screens, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const path = url.split('?')[0] ?? '/';
  if (method !== 'GET' && method !== 'HEAD') return take(screens, { method, path }, { request, response });
  const html = screens.options.screens?.[url] ?? screens.options.screens?.[path] ?? (await saved(screens, url, path));
  response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(html ?? '');
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function take({ writes, options }: Screens, what: Omit<ScreenWrite, 'body'>, { request, response }: Exchange): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  writes.push({ ...what, body: Buffer.concat(chunks).toString() });
  const to = options.answers?.[`${what.method} ${what.path}`];
  if (to !== undefined) response.setHeader('location', to);
  response.writeHead(to === undefined ? 404 : 303).end();
}

async function saved({ directory, files }: Screens, url: string, path: string): Promise<string | undefined> {
  const file = screenOf(files, url) ?? screenOf(files, path) ?? screenOf(files, path, (key) => key.split('?')[0] ?? key);
  return file === undefined ? undefined : readFile(join(directory, file), 'utf8');
}

function screenOf(files: Readonly<Record<string, string>>, path: string, part: (key: string) => string = (key) => key): string | undefined {
  return Object.entries(files).find(([key]) => general(part(key)) === general(path))?.[1];
}

function general(path: string): string {
  return path.replaceAll(/\d+/g, '0');
}
