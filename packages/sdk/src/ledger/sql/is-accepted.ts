import type { SubmissionId } from '../../model/ids.ts';
import type { Db } from './context.ts';

/** Whether the portal was told `accepted`, or is about to be. */
export async function isAccepted(db: Db, submission: SubmissionId): Promise<boolean> {
  const row = await db
    .selectFrom('reports')
    .select('id')
    .where('submission_id', '=', submission)
    .where('kind', '=', 'accepted')
    .executeTakeFirst();
  return row !== undefined;
}
