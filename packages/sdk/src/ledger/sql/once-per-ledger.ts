import type { Kysely } from 'kysely';
import type { Db } from './context.ts';
import type { Tables } from './tables.ts';

/** Does a part of a migration that needs the keys, once in the life of a ledger, in one transaction with the mark that it is done. */
export async function oncePerLedger(db: Kysely<Tables>, mark: string, act: (tx: Db) => Promise<void>): Promise<void> {
  if (await isDone(db, mark)) return;
  await db.transaction().execute(async (tx) => {
    if (await isDone(tx, mark)) return;
    await act(tx);
    await tx.insertInto('meta').values({ name: mark, value: '1' }).execute();
  });
}

async function isDone(db: Db, mark: string): Promise<boolean> {
  return (await db.selectFrom('meta').select('value').where('name', '=', mark).executeTakeFirst()) !== undefined;
}
