import { type Kysely, sql } from 'kysely';
import { ConfigurationFault } from '../../errors/families.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

/**
 * Brings the schema up to date. Two processes may do it at once: each step runs in a write transaction that looks again.
 *
 * @param keepOld called with the version of a ledger that is about to be changed
 * @throws ConfigurationFault AB_LEDGER_NEWER when a newer Amtsbote wrote the ledger; nothing is changed then
 */
export async function migrate(db: Kysely<Tables>, keepOld?: (version: number) => Promise<void>): Promise<void> {
  let version = await schemaVersion(db);
  if (version > migrations.length) {
    throw new ConfigurationFault('AB_LEDGER_NEWER', `The ledger has version ${version}, this Amtsbote knows ${migrations.length}`);
  }
  if (version > 0 && version < migrations.length) await keepOld?.(version);
  while (version < migrations.length) {
    await db.transaction().execute(async (tx) => {
      version = await schemaVersion(tx);
      const step = migrations[version];
      if (step === undefined) return;
      for (const statement of step) await sql.raw(statement).execute(tx);
      version += 1;
      await sql.raw(`pragma user_version = ${version}`).execute(tx);
    });
  }
}

async function schemaVersion(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
}
