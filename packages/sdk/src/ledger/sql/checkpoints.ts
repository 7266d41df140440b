import { createHash, type Hash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { EpochMs } from '../../model/ids.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { Checkpoint } from '../audit.ts';
import type { Db, LedgerContext } from './context.ts';
import type { CheckpointRow, EventRow } from './tables.ts';

const page = 5_000;

/** Seals the history up to its last event, if there is any that the checkpoint before does not cover. In the caller's transaction. */
export async function writeCheckpoint({ keys }: LedgerContext, tx: Db, at: EpochMs): Promise<void> {
  const row = await tx.selectFrom('checkpoints').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
  const before = row && checkpointOf(row);
  const sum = sumOf(keys, before);
  const added = await addEvents(tx, sum, before?.lastEvent ?? 0);
  if (added.count === 0) return;
  const checkpoint = { at, lastEvent: added.last, events: (before?.events ?? 0) + added.count };
  const values = { at, last_event: checkpoint.lastEvent, events: checkpoint.events, hash: sum.hash(checkpoint) };
  await tx.insertInto('checkpoints').values(values).execute();
}

/** Adds all events behind one, page by page. */
async function addEvents(tx: Db, sum: CheckpointSum, behind: number): Promise<{ readonly count: number; readonly last: number }> {
  let last = behind;
  for (let count = 0; ;) {
    const rows = await tx.selectFrom('events').select(['id', 'hash']).where('id', '>', last).orderBy('id').limit(page).execute();
    for (const event of rows) sum.add(event);
    count += rows.length;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < page) return { count, last };
  }
}

/** The hash of a checkpoint, event by event. */
export interface CheckpointSum {
  add(event: Pick<Selectable<EventRow>, 'id' | 'hash'>): void;
  hash(checkpoint: Pick<Checkpoint, 'at' | 'lastEvent' | 'events'>): string;
}

/** Begins the hash of the checkpoint behind another one. */
export function sumOf(keys: KeyRing, before: Checkpoint | undefined): CheckpointSum {
  const digest: Hash = createHash('sha256');
  return {
    add: ({ id, hash }) => void digest.update(`${id} ${hash ?? ''}\n`),
    hash: ({ at, lastEvent, events }) => {
      const content = [before?.hash ?? '', at, lastEvent, events, digest.copy().digest('hex')];
      return keys.keyedHash('checkpoint', JSON.stringify(content));
    },
  };
}

/** A checkpoint as it is shown. */
export function checkpointOf(row: Selectable<CheckpointRow>): Checkpoint {
  return { number: row.id, at: row.at, lastEvent: row.last_event, events: row.events, hash: row.hash };
}
