import { seal, type SealKey, unseal } from '../../sealing/envelope.ts';
import type { Db, LedgerContext } from './context.ts';
import { detailPlace } from './sealed-detail.ts';
import { referencePlace, referencesPlace } from './sealed-reference.ts';
import { evidencePlace } from './sql-deliveries.ts';
import { metaPlace } from './submission-meta.ts';

/**
 * Destroys the data key of a submission whose content is gone. What stays is sealed anew under another key; where nothing stays there is
 * none. What the old key does not open (the ledger was restored from before a purge) stays closed. Copies of what was sealed under the old key, in whatever place, cannot be opened any more. In the caller's transaction.
 */
export async function renewDataKey({ keys }: LedgerContext, tx: Db, id: string): Promise<void> {
  const row = await tx.selectFrom('submissions').select(['data_key', 'sealed_meta']).where('id', '=', id).executeTakeFirstOrThrow();
  if (row.data_key.length === 0) return;
  const old = keys.unwrap(id, row.data_key);
  const { key, wrapped } = keys.newDataKey(id);
  const meta = row.sealed_meta.length === 0 ? undefined : openedOrNone(old, metaPlace(id), row.sealed_meta);
  let isUsed = meta !== undefined;
  const sealed_meta = meta === undefined ? row.sealed_meta : seal(key, metaPlace(id), meta);
  const evidence = await tx.selectFrom('evidence').selectAll().where('submission_id', '=', id).execute();
  for (const piece of evidence) {
    const place = evidencePlace(piece.delivery_key, piece.attempt, piece.name);
    const plain = openedOrNone(old, place, piece.sealed_bytes);
    if (plain === undefined) continue;
    await tx
      .updateTable('evidence')
      .set({ sealed_bytes: seal(key, place, plain) })
      .where('id', '=', piece.id)
      .execute();
    isUsed = true;
  }
  const events = await tx
    .selectFrom('events')
    .select(['id', 'position', 'sealed_detail'])
    .where('submission_id', '=', id)
    .where('sealed_detail', 'is not', null)
    .execute();
  for (const event of events) {
    const place = detailPlace({ submission: id, position: event.position });
    const plain = event.sealed_detail && openedOrNone(old, place, event.sealed_detail);
    if (plain == null) continue;
    await tx
      .updateTable('events')
      .set({ sealed_detail: seal(key, place, plain) })
      .where('id', '=', event.id)
      .execute();
    isUsed = true;
  }
  if (await resealReferences(tx, id, { old, key })) isUsed = true;
  const data_key = isUsed ? wrapped : new Uint8Array(0);
  await tx.updateTable('submissions').set({ data_key, sealed_meta }).where('id', '=', id).execute();
}

/** References of deliveries and reports. True when there were any. */
async function resealReferences(tx: Db, id: string, { old, key }: { readonly old: SealKey; readonly key: SealKey }): Promise<boolean> {
  let isUsed = false;
  const deliveries = await tx
    .selectFrom('deliveries')
    .select(['key', 'sealed_reference'])
    .where('submission_id', '=', id)
    .where('sealed_reference', 'is not', null)
    .execute();
  for (const delivery of deliveries) {
    const place = referencePlace(delivery.key);
    const plain = delivery.sealed_reference && openedOrNone(old, place, delivery.sealed_reference);
    const sealed_reference = plain ? seal(key, place, plain) : null;
    await tx.updateTable('deliveries').set({ sealed_reference }).where('key', '=', delivery.key).execute();
    isUsed ||= sealed_reference !== null;
  }
  const reports = await tx
    .selectFrom('reports')
    .select(['id', 'sealed_references'])
    .where('submission_id', '=', id)
    .where('sealed_references', 'is not', null)
    .execute();
  for (const report of reports) {
    const place = referencesPlace(report.id);
    const plain = report.sealed_references && openedOrNone(old, place, report.sealed_references);
    const sealed_references = plain ? seal(key, place, plain) : null;
    await tx.updateTable('reports').set({ sealed_references }).where('id', '=', report.id).execute();
    isUsed ||= sealed_references !== null;
  }
  return isUsed;
}

function openedOrNone(key: SealKey, place: string, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return unseal(key, place, sealed);
  } catch {
    return undefined;
  }
}
