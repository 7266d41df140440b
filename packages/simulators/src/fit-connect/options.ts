import type { Client } from './clients.ts';
import type { DestinationSetup } from './destinations.ts';
import type { DialectChanges } from './dialect/dialect.ts';
import type { RateLimit } from './http/rate-limiter.ts';
import type { Limits, Retention } from './limits.ts';
import type { ServerCertificate } from './server.ts';

/** How to start the delivery service; everything may be left out. */
export interface FitConnectOptions {
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Key and certificate for HTTPS, in PEM; HTTP unless told otherwise. */
  readonly https?: ServerCertificate;
  /** Path of the SQLite file; `:memory:` by default. */
  readonly database?: string;
  /** Milliseconds since 1970; the system's clock by default. */
  readonly clock?: () => number;
  /** How long access tokens last; 1800 by default. */
  readonly tokenSeconds?: number;
  /** Who may call; {@link demoSender} and {@link demoSubscriber} by default. */
  readonly clients?: readonly Client[];
  /** Destinations; one with made keys, linked to every receiver, by default. */
  readonly destinations?: readonly DestinationSetup[];
  /** Size of the keys that are made; 4096, the least that is allowed in the field, by default. */
  readonly keyBits?: 2048 | 4096;
  /** Names and rules that differ from what we know. */
  readonly dialect?: DialectChanges;
  readonly limits?: Partial<Limits>;
  readonly retention?: Partial<Retention>;
  /** How many requests a client has; any number by default. */
  readonly rateLimit?: RateLimit;
  /** How long to wait before a callback is repeated, in milliseconds; the last entry goes on repeating. */
  readonly callbackRetryMs?: readonly number[];
  /** Certificates to trust for callbacks by HTTPS, in PEM. */
  readonly callbackCa?: string;
}
