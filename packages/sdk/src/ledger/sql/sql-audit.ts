import type { Selectable } from 'kysely';
import type { AuditFault, AuditLedger, AuditResult, Checkpoint, ExportedEvent } from '../audit.ts';
import { type CheckpointSum, checkpointOf, sumOf } from './checkpoints.ts';
import { type LedgerContext, fromJson } from './context.ts';
import { eventHash } from './history.ts';
import type { EventRow } from './tables.ts';

const page = 2_000;
const mostFaults = 100;

/** The proof of the history in SQL. */
export class SqlAudit implements AuditLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async verify(against?: Checkpoint): Promise<AuditResult> {
    const checkpoints = (await this.#context.db.selectFrom('checkpoints').selectAll().orderBy('id').execute()).map(checkpointOf);
    const walk = new AuditWalk(this.#context, checkpoints);
    for await (const event of this.#events()) walk.event(event);
    return walk.result(against);
  }

  async *export(): AsyncIterable<ExportedEvent> {
    for await (const { id, submission_id, delivery_key, position, at, type, detail, hash } of this.#events()) {
      yield {
        number: id,
        submission: submission_id,
        position,
        at,
        type,
        delivery: delivery_key ?? undefined,
        detail: fromJson(detail),
        hash: hash ?? undefined,
      };
    }
  }

  async newest(): Promise<Checkpoint | undefined> {
    const row = await this.#context.db.selectFrom('checkpoints').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
    return row && checkpointOf(row);
  }

  /** In the order in which they were written, page by page: a ledger can hold more than memory does. */
  async *#events(): AsyncIterable<Selectable<EventRow>> {
    for (let last = 0; ;) {
      const rows = await this.#context.db.selectFrom('events').selectAll().where('id', '>', last).orderBy('id').limit(page).execute();
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined) return;
      last = end.id;
    }
  }
}

/** One look over the whole history. */
class AuditWalk {
  readonly #context: LedgerContext;
  readonly #checkpoints: readonly Checkpoint[];
  readonly #ends = new Map<string, { position: number; hash: string }>();
  readonly #faults: AuditFault[] = [];
  #sum: CheckpointSum;
  #next = 0;
  #events = 0;
  #unhashed = 0;
  #unsealed = 0;

  constructor(context: LedgerContext, checkpoints: readonly Checkpoint[]) {
    this.#context = context;
    this.#checkpoints = checkpoints;
    this.#sum = sumOf(context.keys, undefined);
  }

  event(row: Selectable<EventRow>): void {
    this.#closeUpTo(row.id);
    this.#events += 1;
    this.#unsealed += 1;
    this.#sum.add(row);
    this.#chain(row);
  }

  result(against: Checkpoint | undefined): AuditResult {
    this.#closeUpTo(Number.POSITIVE_INFINITY);
    if (against !== undefined && !this.#holds(against)) this.#fault({ kind: 'end-missing', checkpoint: against.number });
    return {
      ok: this.#faults.length === 0,
      events: this.#events,
      submissions: this.#ends.size,
      checkpoints: this.#checkpoints.length,
      unsealed: this.#unsealed,
      unhashed: this.#unhashed,
      faults: this.#faults,
    };
  }

  #chain(row: Selectable<EventRow>): void {
    const { submission_id: submission, position, at, type, delivery_key: delivery, detail, hash } = row;
    const before = this.#ends.get(submission) ?? { position: 0, hash: '' };
    this.#ends.set(submission, { position, hash: hash ?? '' });
    if (position !== before.position + 1) this.#fault({ kind: 'event-missing', submission, position: before.position + 1 });
    if (hash === null) {
      this.#unhashed += 1;
      // Only the first ones of a chain can be from before there were hashes.
      if (before.hash !== '') this.#fault({ kind: 'event-changed', submission, position });
      return;
    }
    const expected = eventHash(this.#context.keys, before.hash, { submission, position, at, type, delivery, detail });
    if (expected !== hash) this.#fault({ kind: 'event-changed', submission, position });
  }

  /** Compares the checkpoints whose events have all been seen. */
  #closeUpTo(event: number): void {
    for (let at = this.#checkpoints[this.#next]; at !== undefined && at.lastEvent < event; at = this.#checkpoints[this.#next]) {
      const before = this.#checkpoints[this.#next - 1];
      if (at.number !== (before?.number ?? 0) + 1) this.#fault({ kind: 'checkpoint-missing', checkpoint: (before?.number ?? 0) + 1 });
      if (this.#sum.hash(at) !== at.hash || this.#events !== at.events) this.#fault({ kind: 'checkpoint-broken', checkpoint: at.number });
      this.#sum = sumOf(this.#context.keys, at);
      this.#unsealed = 0;
      this.#next += 1;
    }
  }

  #holds(against: Checkpoint): boolean {
    return this.#checkpoints.some(({ number, hash }) => number === against.number && hash === against.hash);
  }

  #fault(fault: AuditFault): void {
    if (this.#faults.length < mostFaults) this.#faults.push(fault);
  }
}
