import type { Kysely } from 'kysely';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { type Db, fromJson } from './context.ts';
import { oncePerLedger } from './once-per-ledger.ts';
import { keyIfThere, sealReference, sealReferences } from './sealed-reference.ts';
import type { Tables } from './tables.ts';

const page = 1_000;

/**
 * Seals the references of deliveries and reports that older versions kept in the clear. The part of a migration that needs the keys; done
 * once. What has no key any more loses its reference: its metadata were purged.
 */
export async function sealPlainReferences(db: Kysely<Tables>, keys: KeyRing): Promise<void> {
  await oncePerLedger(db, 'references-sealed', async (tx) => {
    for (let last: number | undefined = 0; last !== undefined;) last = await sealDeliveries(tx, keys, last);
    for (let last: string | undefined = ''; last !== undefined;) last = await sealReports(tx, keys, last);
  });
}

/** Returns the last delivery of the page, or undefined at the end. */
async function sealDeliveries(tx: Db, keys: KeyRing, behind: number): Promise<number | undefined> {
  const rows = await tx
    .selectFrom('deliveries as d')
    .innerJoin('submissions as s', 's.id', 'd.submission_id')
    .select(['d.seq', 'd.key', 'd.submission_id', 'd.reference', 's.data_key'])
    .where('d.seq', '>', behind)
    .where('d.reference', 'is not', null)
    .orderBy('d.seq')
    .limit(page)
    .execute();
  for (const { key: delivery, submission_id, reference, data_key } of rows) {
    const key = keyIfThere(keys, submission_id, data_key);
    const sealed_reference = key === undefined || reference === null ? null : sealReference(key, delivery, reference);
    await tx.updateTable('deliveries').set({ reference: null, sealed_reference }).where('key', '=', delivery).execute();
  }
  return rows.at(-1)?.seq;
}

/** Returns the last report of the page, or undefined at the end. */
async function sealReports(tx: Db, keys: KeyRing, behind: string): Promise<string | undefined> {
  const rows = await tx
    .selectFrom('reports as r')
    .innerJoin('submissions as s', 's.id', 'r.submission_id')
    .select(['r.id', 'r.submission_id', 'r.references', 's.data_key'])
    .where('r.id', '>', behind)
    .where('r.references', '!=', '[]')
    .orderBy('r.id')
    .limit(page)
    .execute();
  for (const { id, submission_id, references, data_key } of rows) {
    const key = keyIfThere(keys, submission_id, data_key);
    const sealed_references = key === undefined ? null : sealReferences(key, id, fromJson<string[]>(references));
    await tx.updateTable('reports').set({ references: '[]', sealed_references }).where('id', '=', id).execute();
  }
  return rows.at(-1)?.id;
}
