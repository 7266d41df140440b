import type { SubmissionId } from '../../model/ids.ts';
import type { Suspect } from '../contract.ts';
import { type Db, literal } from './context.ts';

/** Notes that these are about to be read, in the caller's transaction. */
export async function beginReading(tx: Db, ids: readonly SubmissionId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .insertInto('readings')
    .values(ids.map((id) => ({ submission_id: id, begun: 1 })))
    .onConflict((conflict) => conflict.column('submission_id').doUpdateSet((eb) => ({ begun: eb('readings.begun', '+', 1) })))
    .execute();
}

/** Notes that nothing is left to be read of these, in the caller's transaction. */
export async function endReading(tx: Db, ids: readonly SubmissionId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom('readings')
    .where('submission_id', 'in', [...ids])
    .execute();
}

/** Counts one death for a case that was not read any more, so that it is read alone, and once: for {@link suspectsOf}, in the caller's transaction. */
export async function readOnceMore(tx: Db, id: SubmissionId): Promise<void> {
  const died = await tx
    .selectFrom('submissions')
    .select('id')
    .where('id', '=', id)
    .where('findings', 'like', '%"AB_READING_DIED"%')
    .executeTakeFirst();
  if (died !== undefined) await beginReading(tx, [id]);
}

/** What was being read when a process ended, oldest first. */
export async function suspectsOf(db: Db): Promise<readonly Suspect[]> {
  return db
    .selectFrom('readings')
    .innerJoin('submissions', 'submissions.id', 'readings.submission_id')
    .select(['submissions.id', 'readings.begun'])
    .where('submissions.state', '=', literal('received'))
    .orderBy('submissions.seq')
    .execute();
}
