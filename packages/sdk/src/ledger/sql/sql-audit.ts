import type { Selectable } from 'kysely';
import type { SubmissionId } from '../../model/ids.ts';
import type { AuditLedger, AuditResult, Checkpoint, ExportedEvent, SubmissionHistory } from '../audit.ts';
import { type AuditedEvent, AuditWalk } from './audit-walk.ts';
import { checkpointOf } from './checkpoints.ts';
import { type LedgerContext, fromJson } from './context.ts';
import { readCut } from './history-cut.ts';
import type { EventStubRow } from './tables.ts';

const page = 2_000;

/** The proof of the history in SQL. */
export class SqlAudit implements AuditLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async verify(against?: Checkpoint): Promise<AuditResult> {
    const checkpoints = (await this.#context.db.selectFrom('checkpoints').selectAll().orderBy('id').execute()).map(checkpointOf);
    const walk = new AuditWalk(this.#context.keys, { checkpoints, cut: await readCut(this.#context.db) });
    const stubs = this.#stubs()[Symbol.asyncIterator]();
    let stub = await stubs.next();
    for await (const event of this.#events()) {
      for (; stub.done !== true && stub.value.id < event.id; stub = await stubs.next()) walk.stub(stub.value);
      walk.event(event);
    }
    for (; stub.done !== true; stub = await stubs.next()) walk.stub(stub.value);
    return walk.result(against);
  }

  async *export(): AsyncIterable<ExportedEvent> {
    for await (const event of this.#events()) yield exportedEvent(event);
  }

  async historyOf(submission: SubmissionId): Promise<SubmissionHistory> {
    const { db, keys } = this.#context;
    const rows = await db
      .selectFrom('events')
      .leftJoin('submissions', 'submissions.id', 'events.submission_id')
      .selectAll('events')
      .select('submissions.data_key')
      .where('events.submission_id', '=', submission)
      .orderBy('events.id')
      .execute();
    const walk = new AuditWalk(keys, { checkpoints: [], cut: undefined });
    for (const row of rows) walk.event(row);
    const covering = db
      .selectFrom('checkpoints')
      .selectAll()
      .where('last_event', '>=', rows.at(-1)?.id ?? 0);
    const checkpoint = rows.length === 0 ? undefined : await covering.orderBy('id').limit(1).executeTakeFirst();
    return { events: rows.map(exportedEvent), faults: walk.result(undefined).faults, checkpoint: checkpoint && checkpointOf(checkpoint) };
  }

  async newest(): Promise<Checkpoint | undefined> {
    const row = await this.#context.db.selectFrom('checkpoints').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
    return row && checkpointOf(row);
  }

  /** In the order in which they were written, page by page: a ledger can hold more than memory does. */
  async *#events(): AsyncIterable<AuditedEvent> {
    for (let last = 0; ;) {
      const rows = await this.#context.db
        .selectFrom('events')
        .leftJoin('submissions', 'submissions.id', 'events.submission_id')
        .selectAll('events')
        .select('submissions.data_key')
        .where('events.id', '>', last)
        .orderBy('events.id')
        .limit(page)
        .execute();
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined) return;
      last = end.id;
    }
  }

  async *#stubs(): AsyncIterable<Selectable<EventStubRow>> {
    for (let last = 0; ;) {
      const rows = await this.#context.db.selectFrom('event_stubs').selectAll().where('id', '>', last).orderBy('id').limit(page).execute();
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined) return;
      last = end.id;
    }
  }
}

function exportedEvent({ id, submission_id, delivery_key, position, at, type, detail, hash, sealed_hash }: AuditedEvent): ExportedEvent {
  return {
    number: id,
    submission: submission_id,
    position,
    at,
    type,
    delivery: delivery_key ?? undefined,
    detail: fromJson(detail),
    sealedHash: sealed_hash ?? undefined,
    hash: hash ?? undefined,
  };
}
