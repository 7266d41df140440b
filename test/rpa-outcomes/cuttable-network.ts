import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What lies between a browser and an application: it can be cut, and something can be done just before a request goes on. */
export interface CuttableNetwork {
  readonly url: string;
  /** Cuts every connection; new ones are cut, too, until it is mended. */
  cut(): void;
  mend(): void;
  /** Every request so far, as `POST /path`. */
  readonly seen: readonly string[];
  /** Awaited before each request goes on. */
  onRequest(act: ((request: string) => Promise<void>) | undefined): void;
  close(): Promise<void>;
}

/** Opens a way to an application. */
export async function openNetwork(application: string): Promise<CuttableNetwork> {
  const { hostname, port } = new URL(application);
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  let isCut = false;
  let before: ((request: string) => Promise<void>) | undefined;
  const server = createServer((incoming, response) => void pass(incoming, response));
  server.on('connection', (socket) => {
    if (isCut) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const request = `${method} ${path}`;
    seen.push(request);
    await before?.(request);
    const onward = send({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response).on('error', () => undefined);
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }

  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => void (isCut = false),
    onRequest: (act) => void (before = act),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => void server.close(() => done()));
    },
  };
}
