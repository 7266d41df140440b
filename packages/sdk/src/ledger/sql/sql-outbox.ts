import type { Finding } from '../../model/finding.ts';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type { DueReports, OutboxLedger, SentReport, WaitingReport } from '../outbox.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import { isAccepted } from './is-accepted.ts';
import { noteSettled } from './note-settled.ts';
import { keepReported } from './portal-evidence.ts';
import { openReferences } from './sealed-reference.ts';
import { firstRow, prepared } from './prepared.ts';
import { endDeadline } from './sql-deadlines.ts';
import { openMeta } from './submission-meta.ts';

const reportOf = prepared((db, { id }: { readonly id: string }) =>
  db.selectFrom('reports').select(['submission_id', 'kind', 'sent_at']).where('id', '=', id),
);

const markSent = prepared((db, { id, now }: { readonly id: string; readonly now: EpochMs }) =>
  db
    .updateTable('reports')
    .set((eb) => ({ sent_at: now, tries: eb('tries', '+', 1), progress: null }))
    .where('id', '=', id),
);

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
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('reports as before')
              .select('before.id')
              .whereRef('before.submission_id', '=', 'reports.submission_id')
              .whereRef('before.position', '<', 'reports.position')
              .where('before.sent_at', 'is', null),
          ),
        ),
      )
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
        references: openReferences(key, row),
        findings: fromJson<Finding[]>(row.findings),
        ...(row.progress !== null && { progress: row.progress }),
        ...(row.status !== null && { state: { status: row.status, final: row.final === 1 } }),
      };
    });
  }

  async sent(reports: readonly SentReport[], now: EpochMs): Promise<void> {
    await this.#context.writes.run(async (tx) => {
      for (const report of reports) await noteSent(this.#context, tx, { ...report, now });
    });
  }

  async failed(id: string, dueAt: EpochMs): Promise<void> {
    await this.#context.writes.run((tx) =>
      tx
        .updateTable('reports')
        .set((eb) => ({ due_at: dueAt, tries: eb('tries', '+', 1) }))
        .where('id', '=', id)
        .execute(),
    );
  }

  async keep(id: string, progress: string): Promise<void> {
    await this.#context.writes.run((tx) =>
      tx.updateTable('reports').set({ progress }).where('id', '=', id).where('sent_at', 'is', null).execute(),
    );
  }

  async isAccepted(id: SubmissionId): Promise<boolean> {
    return isAccepted(this.#context.db, id);
  }
}

async function noteSent(context: LedgerContext, tx: Db, sent: SentReport & { readonly now: EpochMs }): Promise<void> {
  const { id, notes, evidence, now } = sent;
  const report = firstRow(await reportOf(tx, { id }));
  if (report === undefined || report.sent_at !== null) return;
  await markSent(tx, { id, now });
  if (evidence !== undefined) await keepReported(context, tx, { submission: report.submission_id, name: id, at: now, evidence });
  if (report.kind !== 'status') await endDeadline(tx, report.submission_id);
  await noteSettled(tx, report.submission_id, { now, kind: report.kind });
  await context.history.append(tx, {
    submission: report.submission_id,
    at: now,
    type: 'reported',
    detail: { kind: report.kind, ...notes },
  });
}
