import type { KeyRing } from '../../sealing/key-ring.ts';
import type { Db } from './context.ts';

/** An event to append. The detail holds states, codes, counts: no content. */
export interface NewEvent {
  readonly submission: string;
  readonly delivery?: string | undefined;
  readonly at: number;
  readonly type: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | undefined>>;
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
}

/** The end of the chain of one submission. */
interface Link {
  readonly position: number;
  readonly hash: string;
}

const start: Link = { position: 0, hash: '' };
/** Submissions whose last event is remembered; a run appends to the same ones again and again. */
const mostRemembered = 20_000;

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
    if (known !== undefined && (await this.#insert(tx, event, known))) return;
    // Another process has appended since, or this one has not seen the submission yet.
    await this.#insert(tx, event, await endOf(tx, event.submission));
  }

  /** What was remembered may not have come to be: a write was taken back. */
  forget(): void {
    this.#ends.clear();
  }

  async #insert(tx: Db, event: NewEvent, before: Link): Promise<boolean> {
    const { submission, delivery = null, at, type } = event;
    const position = before.position + 1;
    const detail = JSON.stringify(event.detail ?? {});
    const hash = eventHash(this.#keys, before.hash, { submission, position, at, type, delivery, detail });
    const inserted = await tx
      .insertInto('events')
      .values({ submission_id: submission, delivery_key: delivery, position, at, type, detail, hash })
      .onConflict((conflict) => conflict.columns(['submission_id', 'position']).doNothing())
      .executeTakeFirst();
    if ((inserted.numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
    if (this.#ends.size >= mostRemembered) this.#ends.clear();
    this.#ends.set(submission, { position, hash });
    return true;
  }
}

/** The keyed hash of an event and of the one before it. */
export function eventHash(keys: KeyRing, before: string, event: HashedEvent): string {
  const { submission, position, at, type, delivery, detail } = event;
  return keys.keyedHash('event', `${before}\n${JSON.stringify([submission, position, at, type, delivery, detail])}`);
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
