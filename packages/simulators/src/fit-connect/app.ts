import type { Clock } from './clock.ts';
import type { Callbacks } from './service/callbacks.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Faults } from './faults/faults.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import type { Limits, Retention } from './limits.ts';
import type { ServiceKeys } from './service/service-keys.ts';
import type { Store } from './store/store.ts';
import type { Tokens } from './auth/tokens.ts';
import type { WitnessLog } from './witness/witness-log.ts';

/** What every handler may use. */
export interface App {
  readonly store: Store;
  readonly dialect: Dialect;
  readonly limits: Limits;
  readonly retention: Retention;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly keys: ServiceKeys;
  readonly callbacks: Callbacks;
  readonly faults: Faults;
  readonly rate: RateLimiter;
  readonly log: WitnessLog;
  /** Aborted when the service ends. */
  readonly closing: AbortSignal;
  /** Base of the Submission API and issuer of the service's events; known once the server listens. */
  readonly urls: { submission: string; destination: string; token: string };
}
