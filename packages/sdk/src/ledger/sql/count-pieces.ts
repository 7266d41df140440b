import { type PurgeKind, purgeKinds } from '../../model/purge-kind.ts';
import type { PurgeCounts } from '../retention.ts';
import type { Db } from './context.ts';

/** How many pieces kinds of a submission have: parts and records, evidence, facts of the portal with sealed details, events, the hashes. */
export async function countPieces(db: Db, id: string, kinds: readonly PurgeKind[] = purgeKinds): Promise<PurgeCounts> {
  const counts: Partial<Record<PurgeKind, number>> = {};
  for (const kind of kinds) counts[kind] = await counting[kind](db, id);
  return counts;
}

const counting: Readonly<Record<PurgeKind, (db: Db, id: string) => Promise<number>>> = {
  content: async (db, id) => {
    const parts = await db
      .selectFrom('content')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('submission_id', '=', id)
      .executeTakeFirst();
    const records = await db
      .selectFrom('records')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('delivery_key', 'in', (eb) => eb.selectFrom('deliveries').select('key').where('submission_id', '=', id))
      .executeTakeFirst();
    return (parts?.count ?? 0) + (records?.count ?? 0);
  },
  evidence: async (db, id) =>
    (
      await db
        .selectFrom('evidence')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('submission_id', '=', id)
        .executeTakeFirst()
    )?.count ?? 0,
  metadata: async (db, id) => {
    const sealed = await db
      .selectFrom('events')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('submission_id', '=', id)
      .where('sealed_detail', 'is not', null)
      .executeTakeFirst();
    return 1 + (sealed?.count ?? 0);
  },
  history: async (db, id) =>
    (
      await db
        .selectFrom('events')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('submission_id', '=', id)
        .executeTakeFirst()
    )?.count ?? 0,
  hashes: () => Promise.resolve(1),
};
