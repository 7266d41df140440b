import { sql } from 'kysely';
import type { EpochMs } from '../../model/ids.ts';
import type { RestoreLedger, RestoreMarks } from '../restore.ts';
import { closeShredded } from './close-shredded.ts';
import type { Db, LedgerContext } from './context.ts';
import { restoredFinding } from './restored-finding.ts';

const markName = 'restored-until';
/** A request of the process that was lost may still be under way. */
const leastWaitMs = 5_000;
const page = 500;

/** Whether a submission could have gone out between the backup and its restore. */
export function mayBeDeliveredAlready({ restored }: LedgerContext, receivedAt: EpochMs): boolean {
  return restored.until !== undefined && receivedAt <= restored.until;
}

/** Until when what was received may have been delivered by a ledger that was lost; undefined in a ledger that was never restored. */
export async function readRestoredUntil(db: Db): Promise<EpochMs | undefined> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', markName).executeTakeFirst();
  return row === undefined ? undefined : Number(row.value);
}

/** What follows from a restore, in SQL. */
export class SqlRestore implements RestoreLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async mark(now: EpochMs): Promise<RestoreMarks> {
    return this.#context.writes.run(async (tx) => {
      await putMark(tx, Number.MAX_SAFE_INTEGER);
      await tx.updateTable('runs').set({ ended_at: now }).where('ended_at', 'is', null).execute();
      const shredded = await closeShredded(this.#context, tx, now);
      await tellCases(tx);
      // A person who answers a case with `retry` is looked up for, too.
      await tx
        .updateTable('deliveries')
        .set({ committed_at: now })
        .where('committed_at', 'is', null)
        .where('state', '!=', 'delivered')
        .execute();
      let open = 0;
      for (let last = 0; ;) {
        const rows = await tx
          .selectFrom('deliveries')
          .select(['seq', 'key', 'submission_id', 'state', 'fence', 'max_in_flight_ms', 'visibility_lag_ms'])
          .where('seq', '>', last)
          .where('state', 'in', ['ready', 'attempting', 'committing', 'unknown'])
          .orderBy('seq')
          .limit(page)
          .execute();
        for (const row of rows) {
          const due_at = now + Math.max(leastWaitMs, row.max_in_flight_ms + row.visibility_lag_ms);
          const findings = JSON.stringify([restoredFinding]);
          await tx
            .updateTable('deliveries')
            .set({ state: 'unknown', findings, due_at, looks: 0, fence: row.fence + 1 })
            .where('key', '=', row.key)
            .execute();
          const detail = { from: row.state, code: restoredFinding.code };
          await this.#context.history.append(tx, { submission: row.submission_id, delivery: row.key, at: now, type: 'restored', detail });
        }
        open += rows.length;
        const end = rows.at(-1);
        if (end === undefined) return { open, shredded };
        last = end.seq;
      }
    });
  }

  async intakeComplete(startedAt: EpochMs, endedAt: EpochMs): Promise<void> {
    const { restored, writes } = this.#context;
    if (restored.until === undefined || restored.until < startedAt) return;
    await writes.run((tx) => putMark(tx, endedAt));
    restored.until = endedAt;
  }
}

/** Who answers a case must know that it may have been answered already. */
async function tellCases(tx: Db): Promise<void> {
  const findings = sql<string>`json_insert(findings, '$[#]', json(${JSON.stringify(restoredFinding)}))`;
  await tx.updateTable('deliveries').set({ findings }).where('state', '=', 'case').execute();
  await tx.updateTable('submissions').set({ findings }).where('state', '=', 'case').execute();
}

async function putMark(tx: Db, until: EpochMs): Promise<void> {
  const value = String(until);
  await tx
    .insertInto('meta')
    .values({ name: markName, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
