import type { EpochMs } from '../../model/ids.ts';
import { unseal } from '../../sealing/envelope.ts';
import type { Db, LedgerContext } from './context.ts';
import { keptBits } from './purge-kinds.ts';
import { noteSettled } from './note-settled.ts';
import { restoredFinding } from './restored-finding.ts';
import { endPolls } from './sql-polls.ts';
import { metaPlace } from './submission-meta.ts';

const page = 1_000;
const gone = keptBits.content | keptBits.evidence | keptBits.metadata;

/**
 * Closes what was shredded after a restored backup was made: its key is gone, or is another one by now, and opens nothing of it. It was
 * settled and reported before it was shredded, so no report of it waits any more, and its retention goes on; what the backup holds as open, a
 * person decides. In the caller's transaction. Returns how many submissions those are.
 */
export async function closeShredded(context: LedgerContext, tx: Db, now: EpochMs): Promise<number> {
  let closed = 0;
  for (let last = 0; ;) {
    const rows = await tx
      .selectFrom('submissions')
      .select(['seq', 'id', 'data_key', 'sealed_meta', 'kept'])
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(page)
      .execute();
    for (const row of rows) {
      if (row.sealed_meta.length === 0 || isOpenable(context, row)) continue;
      await closeOne(context, tx, { ...row, now });
      closed += 1;
    }
    const end = rows.at(-1);
    if (end === undefined) return closed;
    last = end.seq;
  }
}

interface ClosableRow {
  readonly id: string;
  readonly data_key: Uint8Array;
  readonly sealed_meta: Uint8Array;
}

function isOpenable({ keys }: LedgerContext, { id, data_key: wrapped, sealed_meta: sealed }: ClosableRow): boolean {
  try {
    unseal(keys.unwrap(id, wrapped), metaPlace(id), sealed);
    return true;
  } catch {
    return false;
  }
}

async function closeOne(
  context: LedgerContext,
  tx: Db,
  row: ClosableRow & { readonly kept: number; readonly now: EpochMs },
): Promise<void> {
  const { id, kept, now } = row;
  const findings = JSON.stringify([restoredFinding]);
  const none = new Uint8Array(0);
  await tx.deleteFrom('content').where('submission_id', '=', id).execute();
  await tx
    .deleteFrom('records')
    .where('delivery_key', 'in', (eb) => eb.selectFrom('deliveries').select('key').where('submission_id', '=', id))
    .execute();
  await tx.deleteFrom('evidence').where('submission_id', '=', id).execute();
  await endPolls(tx, id);
  await tx.updateTable('deliveries').set({ reference: null, sealed_reference: null }).where('submission_id', '=', id).execute();
  await tx
    .updateTable('reports')
    .set({ sent_at: now, references: '[]', sealed_references: null, progress: null })
    .where('submission_id', '=', id)
    .where('sent_at', 'is', null)
    .execute();
  await tx
    .updateTable('submissions')
    .set({ data_key: none, sealed_meta: none, kept: kept & ~gone })
    .where('id', '=', id)
    .execute();
  const { numUpdatedRows: open } = await tx
    .updateTable('deliveries')
    .set({ state: 'case', findings })
    .where('submission_id', '=', id)
    .where('state', 'in', ['ready', 'attempting', 'committing', 'unknown'])
    .executeTakeFirst();
  let unsettled = tx.updateTable('submissions').set({ state: 'case', findings }).where('id', '=', id);
  if (open === 0n) unsettled = unsettled.where('state', '=', 'received');
  await unsettled.execute();
  await noteSettled(tx, id, { now, kind: 'status' });
  const detail = { by: 'restore', code: restoredFinding.code, content: 1, metadata: 1 };
  await context.history.append(tx, { submission: id, at: now, type: 'purged', detail });
}
