import { type SqlBool, sql } from 'kysely';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type {
  AccessNote,
  Blocked,
  BlockedSubmission,
  CandidateRequest,
  HoldChange,
  PurgeCandidate,
  PurgeCounts,
  PurgeOutlook,
  PurgeOrder,
  RetentionLedger,
} from '../retention.ts';
import { writeCheckpoint } from './checkpoints.ts';
import { dropFiles } from './content.ts';
import { countPieces } from './count-pieces.ts';
import type { LedgerContext } from './context.ts';
import { cutHistory } from './history-cut.ts';
import { keptBits, kindsOf, masks } from './purge-kinds.ts';
import { purgeSubmission } from './purge-submission.ts';
import { whyItStays } from './why-it-stays.ts';

/** What goes from a ledger in SQL. */
export class SqlRetention implements RetentionLedger {
  readonly #context: LedgerContext;
  readonly #compact: (rebuild: boolean) => Promise<boolean>;

  constructor(context: LedgerContext, compact: (rebuild: boolean) => Promise<boolean>) {
    this.#context = context;
    this.#compact = compact;
  }

  async candidates({ settledBy, after, limit }: CandidateRequest): Promise<readonly PurgeCandidate[]> {
    for (const mask of masks) {
      if (after !== undefined && mask > after.mask) continue;
      const latest = Math.max(...kindsOf(mask).map((kind) => settledBy[kind]));
      const found = await this.#candidatesOf(mask, { latest, limit, after: after?.mask === mask ? after : undefined });
      if (found.length > 0) return found;
    }
    return [];
  }

  async look(id: SubmissionId): Promise<PurgeOutlook | undefined> {
    const { db } = this.#context;
    const row = await db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst();
    return row && { kept: kindsOf(row.kept), why: await whyItStays(db, row) };
  }

  async count(id: SubmissionId): Promise<PurgeCounts> {
    return countPieces(this.#context.db, id);
  }

  async purge(order: PurgeOrder): Promise<PurgeCounts | undefined> {
    return this.#context.writes.run((tx) => purgeSubmission(this.#context, tx, order));
  }

  async dropFiles(id: SubmissionId): Promise<void> {
    await dropFiles(this.#context, id);
  }

  async seal(now: EpochMs): Promise<void> {
    await this.#context.writes.run((tx) => writeCheckpoint(this.#context, tx, now));
  }

  async cut(now: EpochMs): Promise<number> {
    return this.#context.writes.run((tx) => cutHistory(this.#context, tx, now));
  }

  async compact(rebuild: boolean): Promise<boolean> {
    return this.#compact(rebuild);
  }

  async blocked(most: number): Promise<Blocked> {
    const open = await this.#blockedBy('open', most);
    const unreported = await this.#blockedBy('unreported', most);
    const held = await this.#blockedBy('held', most);
    const oldest = [...open.oldest, ...unreported.oldest, ...held.oldest].sort((one, other) => one.receivedAt - other.receivedAt);
    return { open: open.count, unreported: unreported.count, held: held.count, oldest: oldest.slice(0, most) };
  }

  async hold(id: SubmissionId, { on, now, by, reason }: HoldChange): Promise<boolean> {
    return this.#context.writes.run(async (tx) => {
      const changed = await tx
        .updateTable('submissions')
        .set({ hold: on ? 1 : 0 })
        .where('id', '=', id)
        .where('hold', '=', on ? 0 : 1)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) return false;
      const type = on ? 'hold-set' : 'hold-released';
      await this.#context.history.append(tx, { submission: id, at: now, type, detail: { by }, sealed: { reason } });
      return true;
    });
  }

  async noteAccess(id: SubmissionId, { type, now, by, reason }: AccessNote): Promise<void> {
    await this.#context.writes.run((tx) =>
      this.#context.history.append(tx, { submission: id, at: now, type, detail: { by }, sealed: { reason } }),
    );
  }

  async withContent(after: SubmissionId | undefined, limit: number): Promise<readonly SubmissionId[]> {
    let query = this.#context.db
      .selectFrom('submissions')
      .select('id')
      .where((eb) => eb(eb('kept', '&', keptBits.content | keptBits.metadata), '!=', 0))
      .orderBy('seq')
      .limit(limit);
    if (after !== undefined) {
      query = query.where('seq', '>', (eb) => eb.selectFrom('submissions').select('seq').where('id', '=', after));
    }
    return (await query.execute()).map((row) => row.id);
  }

  async #candidatesOf(mask: number, { latest, after, limit }: MaskRequest): Promise<readonly PurgeCandidate[]> {
    if (!Number.isFinite(latest) && latest < 0) return [];
    let query = this.#context.db
      .selectFrom('submissions')
      .select(['id', 'seq', 'settled_at'])
      .where('kept', '=', mask)
      .where('settled_at', 'is not', null)
      .where('hold', '=', sql.lit(0))
      .where('settled_at', '<=', latest)
      .orderBy('settled_at')
      .orderBy('seq')
      .limit(limit);
    if (after !== undefined) {
      const { settledAt, seq } = after;
      query = query
        .where('settled_at', '>=', settledAt)
        .where(({ or, and, eb }) => or([eb('settled_at', '>', settledAt), and([eb('settled_at', '=', settledAt), eb('seq', '>', seq)])]));
    }
    const rows = await query.execute();
    if (rows.length === 0) return [];
    const deliveries = await this.#context.db
      .selectFrom('deliveries')
      .select(['submission_id', 'route'])
      .where(
        'submission_id',
        'in',
        rows.map((row) => row.id),
      )
      .execute();
    const byOwner = Map.groupBy(deliveries, (delivery) => delivery.submission_id);
    return rows.map(({ id, seq, settled_at }) => ({
      id,
      settledAt: settled_at ?? 0,
      kept: kindsOf(mask),
      routes: (byOwner.get(id) ?? []).map((delivery) => delivery.route),
      cursor: { mask, settledAt: settled_at ?? 0, seq },
    }));
  }

  async #blockedBy(
    why: BlockedSubmission['why'],
    most: number,
  ): Promise<{ readonly count: number; readonly oldest: readonly BlockedSubmission[] }> {
    const { db } = this.#context;
    const matching = db.selectFrom('submissions').where(blocking[why]);
    const counted = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirst();
    const rows = await matching.select(['id', 'state', 'received_at']).orderBy('seq').limit(most).execute();
    return {
      count: counted?.count ?? 0,
      oldest: rows.map(({ id, state, received_at }) => ({ id, why, state, receivedAt: received_at })),
    };
  }
}

const blocking: Readonly<Record<BlockedSubmission['why'], ReturnType<typeof sql<SqlBool>>>> = {
  open: sql<SqlBool>`(state = 'received' or state = 'case' or state = 'routed')`,
  unreported: sql<SqlBool>`(state in ('accepted', 'rejected')
    and id in (select submission_id from reports where sent_at is null))`,
  held: sql<SqlBool>`hold = 1`,
};

interface MaskRequest {
  readonly latest: EpochMs;
  readonly after: { readonly settledAt: EpochMs; readonly seq: number } | undefined;
  readonly limit: number;
}
