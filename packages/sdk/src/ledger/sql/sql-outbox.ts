import type { Finding } from '../../model/finding.ts';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type { ReportKind } from '../../model/states.ts';
import type { DueReports, OutboxLedger, SentReport, WaitingReport } from '../contract.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import { openMeta } from './submission-meta.ts';

/** Reports in SQL. */
export class SqlOutbox implements OutboxLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async due({ now, portals, limit }: DueReports): Promise<readonly WaitingReport[]> {
    if (portals.length === 0) return [];
    // A cross join keeps SQLite from beginning with all submissions of the portals.
    const rows = await this.#context.db
      .selectFrom('reports')
      .crossJoin('submissions')
      .whereRef('submissions.id', '=', 'reports.submission_id')
      .selectAll('reports')
      .select(['submissions.portal', 'submissions.data_key', 'submissions.sealed_meta'])
      .where('sent_at', 'is', null)
      .where('due_at', '<=', now)
      .where('submissions.portal', 'in', [...portals])
      .orderBy('due_at')
      .orderBy('created_at')
      .limit(limit)
      .execute();
    return rows.map((row) => {
      const key = this.#context.keys.unwrap(row.submission_id, row.data_key);
      const meta = openMeta({ submission: row.submission_id, key }, row.sealed_meta);
      return {
        id: row.id,
        kind: row.kind,
        portal: row.portal,
        submission: row.submission_id,
        portalId: meta.portalId,
        handle: meta.handle,
        createdAt: row.created_at,
        tries: row.tries,
        references: fromJson<string[]>(row.references),
        findings: fromJson<Finding[]>(row.findings),
      };
    });
  }

  async sent(reports: readonly SentReport[], now: EpochMs): Promise<void> {
    await this.#context.writes.run(async (tx) => {
      for (const report of reports) await noteSent(this.#context, tx, { ...report, now });
    });
  }

  async failed(id: string, dueAt: EpochMs): Promise<void> {
    await this.#context.db
      .updateTable('reports')
      .set((eb) => ({ due_at: dueAt, tries: eb('tries', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }
}

async function noteSent({ history }: LedgerContext, tx: Db, sent: SentReport & { readonly now: EpochMs }): Promise<void> {
  const { id, notes, now } = sent;
  const report = await tx.selectFrom('reports').select(['submission_id', 'kind', 'sent_at']).where('id', '=', id).executeTakeFirst();
  if (report === undefined || report.sent_at !== null) return;
  await tx
    .updateTable('reports')
    .set((eb) => ({ sent_at: now, tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .execute();
  await noteSettled(tx, report.submission_id, now);
  await history.append(tx, { submission: report.submission_id, at: now, type: 'reported', detail: { kind: report.kind, ...notes } });
}

/** From the last report of a final submission on, its retention counts. */
async function noteSettled(tx: Db, submission: SubmissionId, now: EpochMs): Promise<void> {
  await tx
    .updateTable('submissions')
    .set({ settled_at: now })
    .where('id', '=', submission)
    .where('state', 'in', ['accepted', 'rejected'])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('reports').select('reports.id').where('reports.submission_id', '=', submission).where('sent_at', 'is', null))),
    )
    .execute();
}

/** A report to be written with the state change it tells of. */
export interface NewReport {
  readonly submission: SubmissionId;
  readonly kind: ReportKind;
  readonly now: EpochMs;
  readonly references?: readonly string[];
  readonly findings?: readonly Finding[];
}

/** Writes a report in the transaction of the change it tells of. A submission has one report of a kind. */
export async function insertReport(tx: Db, report: NewReport): Promise<void> {
  await tx
    .insertInto('reports')
    .values({
      id: `${report.submission}-${report.kind}`,
      submission_id: report.submission,
      kind: report.kind,
      created_at: report.now,
      due_at: report.now,
      tries: 0,
      sent_at: null,
      references: JSON.stringify(report.references ?? []),
      findings: JSON.stringify(report.findings ?? []),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
