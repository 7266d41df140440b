import { type Kysely, sql } from 'kysely';
import { seal } from '../../sealing/envelope.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { Db } from './context.ts';
import { oncePerLedger } from './once-per-ledger.ts';
import { detailPlace, publicPart } from './sealed-detail.ts';
import type { Tables } from './tables.ts';

const page = 1_000;

/**
 * Seals what older versions wrote into the details of events in the clear: references, reasons, hashes of requests. The part of a
 * migration that needs the keys; done once. The hashes of those events stay what they were.
 */
export async function sealPlainDetails(db: Kysely<Tables>, keys: KeyRing): Promise<void> {
  await oncePerLedger(db, 'details-sealed', async (tx) => {
    const trigger = await sql<{ sql: string }>`select sql from sqlite_schema where name = 'events_keep'`.execute(tx);
    await sql`drop trigger events_keep`.execute(tx);
    for (let last: number | undefined = 0; last !== undefined;) last = await sealPage(tx, keys, last);
    await sql.raw(trigger.rows[0]?.sql ?? '').execute(tx);
  });
}

/** Returns the last event of the page, or undefined at the end. */
async function sealPage(tx: Db, keys: KeyRing, behind: number): Promise<number | undefined> {
  const rows = await tx
    .selectFrom('events')
    .innerJoin('submissions', 'submissions.id', 'events.submission_id')
    .select(['events.id', 'events.submission_id', 'events.position', 'events.detail', 'submissions.data_key'])
    .where('events.id', '>', behind)
    .where('events.sealed_detail', 'is', null)
    .orderBy('events.id')
    .limit(page)
    .execute();
  for (const { id, submission_id, position, detail, data_key } of rows) {
    const { open, isMixed } = publicPart(detail);
    if (!isMixed || data_key.length === 0) continue;
    const place = detailPlace({ submission: submission_id, position });
    const sealed_detail = seal(keys.unwrap(submission_id, data_key), place, Buffer.from(detail, 'utf8'));
    await tx.updateTable('events').set({ detail: open, sealed_detail }).where('id', '=', id).execute();
  }
  return rows.at(-1)?.id;
}
