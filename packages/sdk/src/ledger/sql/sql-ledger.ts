import { dirname, join } from 'node:path';
import { Kysely } from 'kysely';
import { ConfigurationFault } from '../../errors/families.ts';
import { KeyRing } from '../../sealing/key-ring.ts';
import type { Ledger } from '../contract.ts';
import { sqliteDialect } from '../sqlite/dialect.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import type { LedgerContext } from './context.ts';
import { GroupedWrites } from './grouped-writes.ts';
import { History } from './history.ts';
import { migrate } from './migrate.ts';
import { SqlAudit } from './sql-audit.ts';
import { SqlDeliveries } from './sql-deliveries.ts';
import { SqlIntake } from './sql-intake.ts';
import { SqlOutbox } from './sql-outbox.ts';
import { SqlRuns } from './sql-runs.ts';
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
  const db = new Kysely<Tables>({ dialect: sqliteDialect(await openDatabase(file)) });
  const keys = new KeyRing(masterKey);
  try {
    await migrate(db);
    await checkKey(db, keys);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const history = new History(keys);
  const writes = new GroupedWrites(db, () => history.forget());
  const context: LedgerContext = { db, writes, keys, history, contentFolder: contentFolderOf(file), contentFallback };
  return {
    intake: new SqlIntake(context),
    deliveries: new SqlDeliveries(context),
    outbox: new SqlOutbox(context),
    views: new SqlViews(context),
    runs: new SqlRuns(context),
    audit: new SqlAudit(context),
    close: () => db.destroy(),
  };
}

/** Where the large content of a ledger lies. */
export function contentFolderOf(file: string): string {
  return join(dirname(file), 'content');
}

/** Writes only into a new ledger: readers must not wait for a run. */
async function checkKey(db: Kysely<Tables>, keys: KeyRing): Promise<void> {
  const name = 'key-check';
  const find = (): Promise<{ value: string } | undefined> =>
    db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
  let row = await find();
  if (row === undefined) {
    const insertion = db
      .insertInto('meta')
      .values({ name, value: keys.checkValue })
      .onConflict((conflict) => conflict.column('name').doNothing());
    await insertion.execute();
    row = await find();
  }
  if (row?.value !== keys.checkValue)
    throw new ConfigurationFault('AB_KEY_WRONG', 'The master key is not the one this ledger was made with');
}
