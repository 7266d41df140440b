import type { Selectable } from 'kysely';
import type { EpochMs } from '../../model/ids.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import type { CheckpointRow, EventStubRow } from './tables.ts';

/** The checkpoint at which the history begins since older events were purged. */
export interface HistoryCut {
  readonly number: number;
  readonly lastEvent: number;
  readonly hash: string;
  readonly at: EpochMs;
  /** Keyed hash that only a purge could write. */
  readonly proof: string;
}

const name = 'history-cut';

/** The cut of a ledger; undefined while its history begins at its beginning. */
export async function readCut(db: Db): Promise<HistoryCut | undefined> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
  return row && fromJson<HistoryCut>(row.value);
}

/**
 * Cuts the history behind the last checkpoint that has no event left before it: that checkpoint, sealed, becomes the beginning, and the
 * stubs and checkpoints before it go. In the caller's transaction; returns how many stubs went.
 */
export async function cutHistory({ keys }: LedgerContext, tx: Db, now: EpochMs): Promise<number> {
  const first = await tx.selectFrom('events').select('id').orderBy('id').limit(1).executeTakeFirst();
  const checkpoint = await tx
    .selectFrom('checkpoints')
    .selectAll()
    .where('last_event', '<', first?.id ?? Number.MAX_SAFE_INTEGER)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (checkpoint === undefined || (await readCut(tx))?.number === checkpoint.id) return 0;
  await writeCut(tx, sealedCut(keys, checkpoint, now));
  const stubs = await tx.deleteFrom('event_stubs').where('id', '<=', checkpoint.last_event).executeTakeFirst();
  await tx.deleteFrom('checkpoints').where('id', '<', checkpoint.id).execute();
  return Number(stubs.numDeletedRows);
}

/** The proof of a cut. */
export function cutProof(keys: KeyRing, { number, lastEvent, hash, at }: Omit<HistoryCut, 'proof'>): string {
  return keys.keyedHash('history-cut', JSON.stringify([number, lastEvent, hash, at]));
}

/** The proof of what stays of an event. */
export function stubProof(keys: KeyRing, { id, hash, purged_at }: Omit<Selectable<EventStubRow>, 'proof'>): string {
  return keys.keyedHash('event-stub', JSON.stringify([id, hash, purged_at]));
}

function sealedCut(keys: KeyRing, row: Selectable<CheckpointRow>, at: EpochMs): HistoryCut {
  const cut = { number: row.id, lastEvent: row.last_event, hash: row.hash, at };
  return { ...cut, proof: cutProof(keys, cut) };
}

async function writeCut(tx: Db, cut: HistoryCut): Promise<void> {
  const value = JSON.stringify(cut);
  await tx
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
