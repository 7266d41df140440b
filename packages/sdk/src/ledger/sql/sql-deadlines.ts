import type { Selectable } from 'kysely';
import type { AnswerDeadline } from '../../model/answer-deadline.ts';
import type { Finding } from '../../model/finding.ts';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import {
  type AskedPortal,
  type ClosedByDeadline,
  type Closing,
  deadlineFinding,
  type DeadlineLedger,
  type FailingPortal,
  type WaitingAnswer,
  warningsDue,
} from '../deadlines.ts';
import { changeDelivery } from './change-delivery.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import { moveSubmission, setFindings } from './plan-submission.ts';
import { prepared } from './prepared.ts';
import { endReading } from './readings.ts';
import type { DeadlineRow } from './tables.ts';

const insertRow = prepared((db, row: DeadlineRow) => db.insertInto('deadlines').values(row));

const deleteRow = prepared((db, { submission }: { readonly submission: SubmissionId }) =>
  db.deleteFrom('deadlines').where('submission_id', '=', submission),
);

/** So long an act whose end nobody saw is looked up before a person is asked. */
const settlingMs = 60 * 60_000;

/** Notes until when the portal of a new submission waits, in the transaction that keeps it. */
export async function keepDeadline(
  tx: Db,
  { submission, portal }: { readonly submission: SubmissionId; readonly portal: string },
  { at, warnAt, caseAt }: AnswerDeadline,
): Promise<void> {
  await insertRow(tx, {
    submission_id: submission,
    portal,
    answer_by: at,
    first_at: Math.min(at, caseAt, ...warnAt),
    warn_at: JSON.stringify([...warnAt].sort((one, other) => one - other)),
    case_at: caseAt,
    warned: 0,
    closed: 0,
  });
}

/** The portal was told the outcome: it waits no longer. In the transaction that notes it. */
export async function endDeadline(tx: Db, submission: SubmissionId): Promise<void> {
  await deleteRow(tx, { submission });
}

/** When portals reject these submissions by themselves; those that were told the outcome are not there. */
export async function answersAwaited(
  db: Db,
  submissions: readonly SubmissionId[],
): Promise<ReadonlyMap<SubmissionId, { readonly answerBy: EpochMs }>> {
  const rows = await db
    .selectFrom('deadlines')
    .select(['submission_id', 'answer_by'])
    .where('submission_id', 'in', [...submissions])
    .execute();
  return new Map(rows.map((row) => [row.submission_id, { answerBy: row.answer_by }]));
}

/** Deadlines in SQL: a row for each submission whose portal waits. */
export class SqlDeadlines implements DeadlineLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  async warned(now: EpochMs): Promise<readonly WaitingAnswer[]> {
    return (await this.#begun(this.#context.db, now)).flatMap((row) => waitingAnswer(row, now));
  }

  async warn(now: EpochMs): Promise<readonly WaitingAnswer[]> {
    if ((await this.#unwarned(this.#context.db, now)).length === 0) return [];
    return this.#context.writes.run(async (tx) => {
      const raised = await this.#unwarned(tx, now);
      for (const { submission, warning, answerBy } of raised) {
        await tx.updateTable('deadlines').set({ warned: warning }).where('submission_id', '=', submission).execute();
        const detail = { warning, answerBy };
        await this.#context.history.append(tx, { submission, at: now, type: 'deadline-warning', detail });
      }
      return raised;
    });
  }

  async close(closing: Closing): Promise<readonly ClosedByDeadline[]> {
    const { db, writes } = this.#context;
    if ((await this.#over(db, closing)).length === 0) return [];
    return writes.run(async (tx) => {
      const closed: ClosedByDeadline[] = [];
      for (const row of await this.#over(tx, closing)) closed.push(...(await this.#closeOne(tx, row, closing)));
      return closed;
    });
  }

  async failing(): Promise<readonly FailingPortal[]> {
    const rows = await this.#context.db.selectFrom('failing_portals').selectAll().orderBy('portal').execute();
    return rows.map(({ portal, since, at, codes }) => ({ portal, since, at, codes: fromJson<Record<string, number>>(codes) }));
  }

  async noteAsked(asked: readonly AskedPortal[], now: EpochMs): Promise<void> {
    const known = new Set((await this.failing()).map(({ portal }) => portal));
    const changed = asked.filter(({ portal, codes }) => codes.length > 0 || known.has(portal));
    if (changed.length === 0) return;
    await this.#context.writes.run(async (tx) => {
      for (const one of changed) await noteOne(tx, one, now);
    });
  }

  /** Rows of which a warning or more has come due, the most urgent first. */
  async #begun(db: Db, now: EpochMs): Promise<readonly Selectable<DeadlineRow>[]> {
    return db.selectFrom('deadlines').selectAll().where('first_at', '<=', now).orderBy('answer_by').orderBy('submission_id').execute();
  }

  async #unwarned(db: Db, now: EpochMs): Promise<readonly WaitingAnswer[]> {
    const rows = await this.#begun(db, now);
    return rows.flatMap((row) => waitingAnswer(row, now).filter(({ warning }) => warning > row.warned));
  }

  async #over(db: Db, { now, over, portal }: Closing): Promise<readonly Selectable<DeadlineRow>[]> {
    let query = db
      .selectFrom('deadlines')
      .selectAll()
      .where('first_at', '<=', now)
      .where('closed', '=', 0)
      .where(over === 'case' ? 'case_at' : 'answer_by', '<=', now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('reports')
              .select('reports.id')
              .whereRef('reports.submission_id', '=', 'deadlines.submission_id')
              .where('reports.kind', 'in', ['accepted', 'rejected']),
          ),
        ),
      );
    if (portal !== undefined) query = query.where('portal', '=', portal);
    return query.orderBy('answer_by').orderBy('submission_id').execute();
  }

  async #closeOne(tx: Db, row: Selectable<DeadlineRow>, closing: Closing): Promise<readonly ClosedByDeadline[]> {
    const { now, over } = closing;
    const { submission_id: submission, answer_by: answerBy } = row;
    const finding = deadlineFinding(answerBy, now);
    const closed = await this.#closeDeliveries(tx, submission, { finding, now, over });
    if (await moveSubmission(tx, submission, { from: 'received', to: 'case' })) {
      await endReading(tx, [submission]);
      await setFindings(tx, submission, [finding]);
      await this.#context.history.append(tx, { submission, at: now, type: 'case', detail: { code: finding.code } });
      closed.push({ submission, findings: [finding] });
    }
    if (closed.length > 0 || (over === 'case' && !(await isOpen(tx, submission)))) {
      await tx.updateTable('deadlines').set({ closed: 1 }).where('submission_id', '=', submission).execute();
    }
    return closed;
  }

  async #closeDeliveries(tx: Db, submission: SubmissionId, { finding, now, over }: ClosingDeliveries): Promise<ClosedByDeadline[]> {
    const rows = await tx
      .selectFrom('deliveries')
      .select(['key', 'findings'])
      .where('submission_id', '=', submission)
      .where(({ or, and, eb }) =>
        over === 'answer'
          ? eb('state', '=', 'ready')
          : or([eb('state', '=', 'ready'), and([eb('state', '=', 'unknown'), eb('committed_at', '<=', now - settlingMs)])]),
      )
      .orderBy('seq')
      .execute();
    const closed: ClosedByDeadline[] = [];
    for (const { key, findings: before } of rows) {
      const findings = [finding, ...fromJson<Finding[]>(before)];
      await changeDelivery(this.#context, tx, { key, to: 'case', now, findings });
      closed.push({ submission, delivery: key, findings });
    }
    return closed;
  }
}

interface ClosingDeliveries {
  readonly finding: Finding;
  readonly now: EpochMs;
  readonly over: Closing['over'];
}

/** Whether a delivery of it is on its way yet: then its end may still come by itself. */
async function isOpen(tx: Db, submission: SubmissionId): Promise<boolean> {
  const row = await tx
    .selectFrom('deliveries')
    .select('key')
    .where('submission_id', '=', submission)
    .where('state', 'in', ['ready', 'attempting', 'committing', 'unknown'])
    .executeTakeFirst();
  return row !== undefined;
}

/** None while no warning has come due. */
function waitingAnswer(row: Selectable<DeadlineRow>, now: EpochMs): readonly WaitingAnswer[] {
  const warning = warningsDue({ warnAt: fromJson<number[]>(row.warn_at) }, now);
  return warning === 0 ? [] : [{ submission: row.submission_id, portal: row.portal, answerBy: row.answer_by, warning }];
}

async function noteOne(tx: Db, { portal, codes }: AskedPortal, now: EpochMs): Promise<void> {
  if (codes.length === 0) return void (await tx.deleteFrom('failing_portals').where('portal', '=', portal).execute());
  const counted: Record<string, number> = {};
  for (const code of codes) counted[code] = (counted[code] ?? 0) + 1;
  const found = { at: now, codes: JSON.stringify(counted) };
  await tx
    .insertInto('failing_portals')
    .values({ portal, since: now, ...found })
    .onConflict((conflict) => conflict.column('portal').doUpdateSet(found))
    .execute();
}
