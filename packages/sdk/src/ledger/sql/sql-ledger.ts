import { dirname, join } from 'node:path';
import { Kysely } from 'kysely';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { Ledger } from '../contract.ts';
import { sqliteDialect } from '../sqlite/dialect.ts';
import { keepOldVersion } from '../sqlite/old-versions.ts';
import { compactDatabase } from '../sqlite/compact-database.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import type { LedgerContext } from './context.ts';
import { GroupedWrites } from './grouped-writes.ts';
import { History } from './history.ts';
import { openKeys, SqlKeys } from './sql-keys.ts';
import { migrate } from './migrate.ts';
import { readRestoredUntil, SqlRestore } from './restored.ts';
import { SqlAudit } from './sql-audit.ts';
import { SqlDeadlines } from './sql-deadlines.ts';
import { SqlDeliveries } from './sql-deliveries.ts';
import { SqlIntake } from './sql-intake.ts';
import { sealPlainDetails } from './seal-plain-details.ts';
import { sealPlainReferences } from './seal-plain-references.ts';
import { SqlOutbox } from './sql-outbox.ts';
import { SqlPolls } from './sql-polls.ts';
import { SqlRetention } from './sql-retention.ts';
import { SqlRuns } from './sql-runs.ts';
import { SqlTargets } from './sql-targets.ts';
import { SqlViews } from './sql-views.ts';
import type { Tables } from './tables.ts';

/**
 * Opens the ledger in a SQLite file, made when it is not there.
 *
 * @param masterKey 32 bytes
 * @param contentFallback where content is read that is not beside this file: for the copy that a dry run works on
 * @throws ConfigurationFault AB_LEDGER_UNUSABLE | AB_LEDGER_NEWER | AB_KEY_WRONG
 */
export async function openSqliteLedger(file: string, masterKey: Uint8Array, contentFallback?: string): Promise<Ledger> {
  const database = await openDatabase(file);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
  const { keys, restored } = await prepare(db, file, masterKey);
  const history = new History(keys);
  const writes = new GroupedWrites(db, () => history.forget());
  const context: LedgerContext = { db, writes, keys, history, contentFolder: contentFolderOf(file), contentFallback, restored };
  return {
    intake: new SqlIntake(context),
    deliveries: new SqlDeliveries(context),
    targets: new SqlTargets(context),
    polls: new SqlPolls(context),
    deadlines: new SqlDeadlines(context),
    outbox: new SqlOutbox(context),
    views: new SqlViews(context),
    runs: new SqlRuns(context),
    audit: new SqlAudit(context),
    keys: new SqlKeys(context),
    retention: new SqlRetention(context, (rebuild) => db.connection().execute(async () => compactDatabase(database, rebuild))),
    restore: new SqlRestore(context),
    close: () => db.destroy(),
  };
}

/** Where the large content of a ledger lies. */
export function contentFolderOf(file: string): string {
  return join(dirname(file), 'content');
}

async function prepare(
  db: Kysely<Tables>,
  file: string,
  masterKey: Uint8Array,
): Promise<{ readonly keys: KeyRing; readonly restored: LedgerContext['restored'] }> {
  try {
    await migrate(db, (version) => keepOldVersion(file, version));
    const keys = await openKeys(db, masterKey);
    await sealPlainDetails(db, keys);
    await sealPlainReferences(db, keys);
    return { keys, restored: { until: await readRestoredUntil(db) } };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
