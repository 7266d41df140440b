import { sql } from 'kysely';
import type { SealKey } from '../../sealing/envelope.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { Db } from './context.ts';
import { keyForWriting } from './key-for-writing.ts';
import { sealDetail } from './sealed-detail.ts';
import { hasChanged, prepared } from './prepared.ts';
import type { EventRow } from './tables.ts';

/** An event to append. The detail holds states, codes, counts: no content. */
export interface NewEvent {
  readonly submission: string;
  readonly delivery?: string | undefined;
  readonly at: number;
  readonly type: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** What may be personal: kept sealed, and purged with the metadata. */
  readonly sealed?: Readonly<Record<string, string | undefined>> | undefined;
  /** The data key of the submission, where `keyForWriting` gave it before. */
  readonly key?: SealKey | undefined;
}

/** An event as its hash covers it. */
export interface HashedEvent {
  readonly submission: string;
  /** Counts from 1 within the submission. */
  readonly position: number;
  readonly at: number;
  readonly type: string;
  readonly delivery: string | null;
  /** JSON as stored. */
  readonly detail: string;
  /** Keyed hash of what was sealed of the detail. */
  readonly sealedHash?: string | null | undefined;
}

/** The end of the chain of one submission. */
interface Link {
  readonly position: number;
  readonly hash: string;
}

/** Numbers rise for ever: that of an event that was purged, which a checkpoint covers, is not given again. */
const nextNumber = sql<number>`max(
  coalesce((select max(id) from events), 0),
  coalesce((select last_event from checkpoints order by id desc limit 1), 0)) + 1`;

const insertEvent = prepared((db, row: Omit<EventRow, 'id'>) =>
  db
    .insertInto('events')
    .values({ id: nextNumber, ...row })
    .onConflict((conflict) => conflict.columns(['submission_id', 'position']).doNothing()),
);

const start: Link = { position: 0, hash: '' };
/** Submissions whose last event is remembered; a run appends to the same ones again and again. */
const mostRemembered = 2_000;

/**
 * The history, only ever appended to. The events of a submission are a chain: each carries a keyed hash over itself and the one before,
 * so that none can be changed, removed or moved without the key, which is not in the ledger.
 */
export class History {
  readonly #keys: KeyRing;
  readonly #ends = new Map<string, Link>();

  constructor(keys: KeyRing) {
    this.#keys = keys;
  }

  /** Appends in the caller's transaction. */
  async append(tx: Db, event: NewEvent): Promise<void> {
    const known = event.type === 'received' ? start : this.#ends.get(event.submission);
    const key = hasValues(event.sealed) ? (event.key ?? (await keyForWriting(this.#keys, tx, event.submission))) : undefined;
    if (known !== undefined && (await this.#insert(tx, event, { before: known, key }))) return;
    // Another process has appended since, or this one has not seen the submission yet.
    await this.#insert(tx, event, { before: await endOf(tx, event.submission), key });
  }

  /** What was remembered may not be so any more: a write was taken back, or history was purged. */
  forget(): void {
    this.#ends.clear();
  }

  async #insert(tx: Db, event: NewEvent, { before, key }: { readonly before: Link; readonly key: SealKey | undefined }): Promise<boolean> {
    const { submission } = event;
    const position = before.position + 1;
    const sealed = key && sealDetail(this.#keys, key, { place: { submission, position }, detail: event.sealed ?? {} });
    const hashed = hashedOf(event, position, sealed?.hash);
    const hash = eventHash(this.#keys, before.hash, hashed);
    const row = { ...columnsOf(hashed), hash, sealed_detail: sealed?.sealed ?? null };
    if (!hasChanged(await insertEvent(tx, row))) return false;
    if (this.#ends.size >= mostRemembered) this.#ends.clear();
    this.#ends.set(submission, { position, hash });
    return true;
  }
}

function hashedOf(event: NewEvent, position: number, sealedHash: string | undefined): HashedEvent {
  const { submission, delivery = null, at, type, detail = {} } = event;
  return { submission, position, at, type, delivery, detail: JSON.stringify(detail), sealedHash };
}

function columnsOf({ submission, delivery, sealedHash, ...same }: HashedEvent): Omit<EventRow, 'id' | 'hash' | 'sealed_detail'> {
  return { ...same, submission_id: submission, delivery_key: delivery, sealed_hash: sealedHash ?? null };
}

function hasValues(detail: NewEvent['sealed']): boolean {
  return detail !== undefined && Object.values(detail).some((value) => value !== undefined);
}

/** The keyed hash of an event and of the one before it. */
export function eventHash(keys: KeyRing, before: string, event: HashedEvent): string {
  const { submission, position, at, type, delivery, detail, sealedHash } = event;
  const content = [submission, position, at, type, delivery, detail, ...(sealedHash == null ? [] : [sealedHash])];
  return keys.keyedHash('event', `${before}\n${JSON.stringify(content)}`);
}

async function endOf(tx: Db, submission: string): Promise<Link> {
  const last = await tx
    .selectFrom('events')
    .select(['position', 'hash'])
    .where('submission_id', '=', submission)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? start : { position: last.position, hash: last.hash ?? '' };
}
