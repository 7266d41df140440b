import type { DeliveryKey, EpochMs } from '../../model/ids.ts';
import type { DuePolls, FailedLook, Look, Poll, PollFailures, PollLedger } from '../polls.ts';
import { type Db, type LedgerContext, literal } from './context.ts';
import { keyIfThere, openReference } from './sealed-reference.ts';
import { insertReport } from './insert-report.ts';

/** Looks at the state of records, in SQL. */
export class SqlPolls implements PollLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async due({ now, target, limit }: DuePolls): Promise<readonly Poll[]> {
    // Cross joins keep SQLite from beginning with all deliveries of the target.
    const rows = await this.#context.db
      .selectFrom('polls as p')
      .crossJoin('deliveries as d')
      .crossJoin('submissions as s')
      .whereRef('d.key', '=', 'p.delivery_key')
      .whereRef('s.id', '=', 'd.submission_id')
      .select(['d.key', 'd.submission_id', 'd.record_type', 'd.channel', 'd.reference', 'd.sealed_reference'])
      .select(['p.until', 'p.tries', 's.data_key'])
      .where('p.target', '=', target)
      .where('p.due_at', '<=', now)
      .where('s.state', '=', literal('accepted'))
      .orderBy('p.due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      key: row.key,
      submission: row.submission_id,
      target,
      recordType: row.record_type,
      reference: openReference(keyIfThere(this.#context.keys, row.submission_id, row.data_key), row),
      channel: row.channel ?? undefined,
      until: row.until,
      tries: row.tries,
    }));
  }

  async heedClock(target: string, now: EpochMs, longestMs: number): Promise<void> {
    const isFarAhead = await this.#context.db
      .selectFrom('polls')
      .select('delivery_key')
      .where('target', '=', target)
      .where('due_at', '>', now + longestMs)
      .limit(1)
      .executeTakeFirst();
    if (isFarAhead === undefined) return;
    await this.#context.writes.run((tx) =>
      tx
        .updateTable('polls')
        .set({ due_at: now })
        .where('target', '=', target)
        .where('due_at', '>', now + longestMs)
        .execute(),
    );
  }

  async seen(poll: Poll, look: Look): Promise<boolean> {
    return this.#context.writes.run((tx) => noteSeen(this.#context, tx, { poll, look }));
  }

  async failed(key: DeliveryKey, { code, dueAt }: FailedLook): Promise<void> {
    await this.#context.writes.run((tx) =>
      tx
        .updateTable('polls')
        .set((eb) => ({ code, due_at: dueAt, tries: eb('tries', '+', 1) }))
        .where('delivery_key', '=', key)
        .execute(),
    );
  }

  async end(key: DeliveryKey): Promise<void> {
    await this.#context.writes.run((tx) => tx.deleteFrom('polls').where('delivery_key', '=', key).execute());
  }

  async failures(): Promise<readonly PollFailures[]> {
    const rows = await this.#context.db
      .selectFrom('polls')
      .select((eb) => ['target', 'code', eb.fn.countAll<number>().as('count')])
      .where('code', 'is not', null)
      .groupBy(['target', 'code'])
      .orderBy('target')
      .orderBy('code')
      .execute();
    return rows.map(({ target, code, count }) => ({ target, code: code ?? '', count }));
  }
}

interface Seen {
  readonly poll: Poll;
  readonly look: Look;
}

/** Another state is written with its event and report; one that was purged meanwhile, or is not polled any more, with nothing. */
async function noteSeen(context: LedgerContext, tx: Db, { poll, look }: Seen): Promise<boolean> {
  const { key, submission, target, reference } = poll;
  const { state, now, dueAt } = look;
  const known = await tx.selectFrom('polls').select('seen').where('delivery_key', '=', key).executeTakeFirst();
  if (known === undefined) return false;
  if (state.final) await tx.deleteFrom('polls').where('delivery_key', '=', key).execute();
  else {
    await tx
      .updateTable('polls')
      .set({ seen: state.status, due_at: dueAt, tries: 0, code: null })
      .where('delivery_key', '=', key)
      .execute();
  }
  if (known.seen === state.status && !state.final) return false;
  await context.history.append(tx, { submission, delivery: key, at: now, type: 'status', detail: { target, ...state } });
  await insertReport(context, tx, { submission, kind: 'status', now, state, references: reference === undefined ? [] : [reference] });
  return true;
}

/** Nobody looks at the records of a submission any more. */
export async function endPolls(tx: Db, submission: string): Promise<void> {
  await tx
    .deleteFrom('polls')
    .where('delivery_key', 'in', (eb) => eb.selectFrom('deliveries').select('key').where('submission_id', '=', submission))
    .execute();
}
