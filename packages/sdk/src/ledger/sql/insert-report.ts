import type { Finding } from '../../model/finding.ts';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type { RecordState, ReportKind } from '../../model/states.ts';
import type { SealKey } from '../../sealing/envelope.ts';
import type { Db, LedgerContext } from './context.ts';
import { keyForWriting } from './key-for-writing.ts';
import { noteSettled } from './note-settled.ts';
import { prepared } from './prepared.ts';
import { sealReferences } from './sealed-reference.ts';
import type { ReportRow } from './tables.ts';

const reportsOf = prepared((db, { submission }: { readonly submission: SubmissionId }) =>
  db.selectFrom('reports').select(['kind', 'position']).where('submission_id', '=', submission),
);

const insertReportRow = prepared((db, row: ReportRow) =>
  db
    .insertInto('reports')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing()),
);

/** A report to be written with the state change it tells of. */
export interface NewReport {
  readonly submission: SubmissionId;
  readonly kind: ReportKind;
  readonly now: EpochMs;
  readonly references?: readonly string[];
  readonly findings?: readonly Finding[];
  /** With `status`. */
  readonly state?: RecordState | undefined;
  /** The data key of the submission, where `keyForWriting` gave it before. */
  readonly key?: SealKey | undefined;
}

/**
 * Writes a report in the transaction of the change it tells of. A submission has one report `accepted` and one `rejected` at most, and any
 * number of `status`.
 *
 * A portal that was told `accepted` when the submission was stored hears of the record as a `status`, with its reference, and never of a
 * rejection.
 */
export async function insertReport(context: LedgerContext, tx: Db, report: NewReport): Promise<void> {
  const { submission, kind, now } = report;
  const { rows: known } = await reportsOf(tx, { submission });
  const written = { ...report, position: Math.max(0, ...known.map((one) => one.position)) + 1 };
  const isAccepted = known.some((one) => one.kind === 'accepted');
  if (kind === 'status') return insertRow(context, tx, { ...written, id: statusId(context, submission, written) });
  if (kind === 'rejected' && isAccepted) return noteSettled(tx, submission, { now, kind });
  if (kind === 'accepted' && isAccepted) {
    await tx
      .updateTable('polls')
      .set({ seen: 'received' })
      .where('delivery_key', 'in', (eb) => eb.selectFrom('deliveries').select('key').where('submission_id', '=', submission))
      .execute();
    const state: RecordState = { status: 'received', final: false };
    return insertRow(context, tx, { ...written, kind: 'status', state, id: statusId(context, submission, written) });
  }
  return insertRow(context, tx, { ...written, id: `${submission}-${kind}` });
}

/**
 * Ids of `status` count on. In a ledger that was restored from a backup, the one that was lost may have given the next numbers to other
 * states: there the time stands behind the number.
 */
function statusId({ restored }: LedgerContext, submission: SubmissionId, { position, now }: NumberedReport): string {
  const id = `${submission}-status-${position}`;
  return restored.until === undefined ? id : `${id}-${now.toString(36)}`;
}

interface NumberedReport extends NewReport {
  readonly position: number;
}

async function insertRow(context: LedgerContext, tx: Db, report: NumberedReport & { readonly id: string }): Promise<void> {
  const { id, submission, kind, now, position, references = [], findings = [], state } = report;
  const key = references.length === 0 ? undefined : (report.key ?? (await keyForWriting(context.keys, tx, submission)));
  await insertReportRow(tx, {
    id,
    submission_id: submission,
    kind,
    created_at: now,
    due_at: now,
    tries: 0,
    sent_at: null,
    references: '[]',
    findings: JSON.stringify(findings),
    position,
    status: state?.status ?? null,
    final: state === undefined ? null : Number(state.final),
    sealed_references: key === undefined ? null : sealReferences(key, id, references),
    progress: null,
  });
}
