import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { answer } from './answer.ts';
import type { App } from './app.ts';
import { Tokens } from './auth/tokens.ts';
import { demoSender, demoSubscriber, type Client } from './clients.ts';
import { Clock } from './clock.ts';
import type { DestinationSetup } from './destinations.ts';
import { dialectOf } from './dialect/dialect.ts';
import { control, type FitConnect } from './fit-connect.ts';
import { Faults } from './faults/faults.ts';
import { RateLimiter } from './http/rate-limiter.ts';
import { defaultLimits, defaultRetention } from './limits.ts';
import type { FitConnectOptions } from './options.ts';
import { routesOf } from './routes.ts';
import { createServiceServer } from './server.ts';
import { addDestination } from './service/add-destination.ts';
import { Callbacks } from './service/callbacks.ts';
import { ServiceKeys } from './service/service-keys.ts';
import { Store } from './store/store.ts';
import { WitnessLog } from './witness/witness-log.ts';

const defaultRetryMs = [5_000, 30_000, 120_000, 600_000, 3_600_000];

/** The destination of demonstrations and tests. */
export const demoDestinationId = '0d0a5e0e-0000-4000-8000-000000000001';

/**
 * Starts the simulated delivery service on 127.0.0.1.
 *
 * @throws when the port is taken or the database cannot be opened
 * @example
 * await using closing = new AsyncDisposableStack();
 * const service = closing.adopt(await startFitConnect(), (it) => it.close());
 * const sent = await sendSubmission(senderFor(service), { data: { bytes: Buffer.from('{}'), mimeType: 'application/json' } });
 * service.witness.item(sent.submissionId)?.state; // 'submitted'
 */
export async function startFitConnect(options: FitConnectOptions = {}): Promise<FitConnect> {
  const closing = new AbortController();
  const store = new Store(options.database ?? ':memory:');
  try {
    const app = await assemble(store, options, closing.signal);
    await setUp(app, options);
    const routes = routesOf(app.dialect);
    const server = createServiceServer((request) => answer(app, routes, request), options.https);
    const port = await listen(server, options.port ?? 0);
    nameUrls(app, port, options.https === undefined ? 'http' : 'https');
    app.callbacks.pump();
    return control(app, { port, keyBits: options.keyBits ?? 4096, close: closer(app, server, closing) });
  } catch (error) {
    store.close();
    throw error;
  }
}

async function assemble(store: Store, options: FitConnectOptions, closing: AbortSignal): Promise<App> {
  const clock = new Clock(options.clock ?? Date.now);
  const now = (): number => clock.now();
  const dialect = dialectOf(options.dialect);
  const faults = new Faults();
  const log = new WitnessLog();
  const { callbackRetryMs: retryMs = defaultRetryMs, callbackCa: ca } = options;
  return {
    store,
    dialect,
    limits: { ...defaultLimits, ...options.limits },
    retention: { ...defaultRetention, ...options.retention },
    clock,
    tokens: new Tokens(now, options.tokenSeconds ?? 1800),
    keys: await ServiceKeys.open(store, options.keyBits ?? 4096),
    callbacks: new Callbacks({ store, clock, types: dialect.callbackTypes, faults, log, retryMs, ca }),
    faults,
    rate: new RateLimiter(options.rateLimit, now),
    log,
    closing,
    urls: { submission: '', destination: '', token: '' },
  };
}

async function setUp(app: App, options: FitConnectOptions): Promise<void> {
  const { directory } = app.store;
  const clients: readonly Client[] = options.clients ?? [demoSender, demoSubscriber];
  for (const client of clients) directory.putClient(client);
  const wanted: readonly DestinationSetup[] = options.destinations ?? [{ destinationId: demoDestinationId }];
  for (const setup of wanted) await addDestination(app, setup, options.keyBits ?? 4096);
}

async function listen(server: Server | SecureServer, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function nameUrls({ urls, dialect }: App, port: number, scheme: 'http' | 'https'): void {
  const origin = `${scheme}://127.0.0.1:${port}`;
  urls.submission = origin + dialect.submissionPath;
  urls.destination = origin + dialect.destinationPath;
  urls.token = origin + dialect.tokenPath;
}

function closer(app: App, server: Server | SecureServer, closing: AbortController): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort();
    const ended = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await ended;
    await app.callbacks.close();
    app.store.close();
  };
  return () => (closed ??= close());
}
