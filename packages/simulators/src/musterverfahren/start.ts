import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Accounts, type Account } from './accounts.ts';
import { Tokens } from './api/tokens.ts';
import { Faults } from './faults.ts';
import { Quirks, type Quirk } from './quirks/quirks.ts';
import { createAppServer } from './server.ts';
import { Sessions } from './sessions.ts';
import type { SkinName } from './skins/skin.ts';
import { skins } from './skins/skins.ts';
import { Store } from './store.ts';
import { WriteLog } from './write-log.ts';

/** How to start Musterverfahren. */
export interface MusterverfahrenOptions {
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Path of the SQLite file; `:memory:` by default. */
  readonly database?: string;
  /** Milliseconds since 1970; the system's clock by default. */
  readonly clock?: () => number;
  /** Which web UI; `pages` by default. Records, API, faults and witness are the same for all. */
  readonly skin?: SkinName;
  /** Ways of real software that are switched on from the start; none by default. */
  readonly quirks?: readonly Quirk[];
  /** Idle minutes after which a session ends; 30 by default. */
  readonly sessionMinutes?: number;
  /** Who may sign in; {@link demoUser} by default. */
  readonly users?: readonly Account[];
  /** After how many wrong passwords or codes in a row an account is locked; 5 by default. */
  readonly failuresUntilLock?: number;
  /** Who may call the API; {@link demoApiClient} by default. */
  readonly apiClients?: readonly Account[];
  /** How long searches do not show a new record, in milliseconds; 0 by default. */
  readonly searchLagMs?: number;
}

/** A running Musterverfahren. */
export interface Musterverfahren {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Ends the server and every open connection. A second call does nothing. */
  close(): Promise<void>;
}

/** The user of demonstrations and tests. */
export const demoUser: Account = { name: 'sachbearbeitung', password: 'muster-2026' };

/** The API client of demonstrations and tests. */
export const demoApiClient: Account = { name: 'amtsbote', password: 'api-muster-2026' };

/**
 * Starts the simulated specialist application on 127.0.0.1.
 *
 * @throws when the port is taken or the database cannot be opened
 * @example
 * await using closing = new AsyncDisposableStack();
 * const app = closing.adopt(await startMusterverfahren(), (it) => it.close());
 * await fetch(`${app.url}/__witness/records`);
 */
export async function startMusterverfahren(options: MusterverfahrenOptions = {}): Promise<Musterverfahren> {
  const clock = options.clock ?? Date.now;
  const closing = new AbortController();
  const store = new Store(options.database ?? ':memory:');
  const server = createAppServer(
    {
      store,
      sessions: new Sessions(clock, (options.sessionMinutes ?? 30) * 60_000),
      users: new Accounts(options.users ?? [demoUser], options.failuresUntilLock),
      apiClients: new Accounts(options.apiClients ?? [demoApiClient]),
      tokens: new Tokens(clock),
      faults: new Faults(),
      quirks: new Quirks(options.quirks),
      skin: skins[options.skin ?? 'pages'],
      changedPasswords: new Set(),
      writes: new WriteLog(),
      clock,
      searchLagMs: options.searchLagMs ?? 0,
    },
    closing.signal,
  );
  server.listen(options.port ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    store.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;

  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort();
    const ended = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await ended;
    store.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, close: () => (closed ??= close()) };
}
