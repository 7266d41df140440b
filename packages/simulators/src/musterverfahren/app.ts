import type { Accounts } from './accounts.ts';
import type { Faults } from './faults.ts';
import type { Quirks } from './quirks/quirks.ts';
import type { Sessions } from './sessions.ts';
import type { Skin } from './skins/skin.ts';
import type { Store } from './store.ts';
import type { Tokens } from './api/tokens.ts';
import type { WriteLog } from './write-log.ts';

/** What every handler may use. */
export interface App {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly users: Accounts;
  readonly apiClients: Accounts;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly quirks: Quirks;
  readonly skin: Skin;
  /** Users who have changed their password in the life of this process. */
  readonly changedPasswords: Set<string>;
  readonly writes: WriteLog;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long searches do not show a new record, in milliseconds. */
  readonly searchLagMs: number;
}
