import type { Selectable } from 'kysely';
import type { BlockedSubmission } from '../retention.ts';
import type { Db } from './context.ts';
import type { SubmissionRow } from './tables.ts';

/** Why a submission cannot be purged; undefined when it is final and reported, every delivery at its end, and not on hold. */
export async function whyItStays(db: Db, row: Selectable<SubmissionRow>): Promise<BlockedSubmission['why'] | undefined> {
  if (row.hold !== 0) return 'held';
  if (row.state !== 'accepted' && row.state !== 'rejected') return 'open';
  const open = await db
    .selectFrom('deliveries')
    .select('key')
    .where('submission_id', '=', row.id)
    .where('state', 'not in', ['delivered', 'rejected'])
    .executeTakeFirst();
  if (open !== undefined) return 'open';
  const unsent = await db
    .selectFrom('reports')
    .select('id')
    .where('submission_id', '=', row.id)
    .where('sent_at', 'is', null)
    .executeTakeFirst();
  return unsent !== undefined || row.settled_at === null ? 'unreported' : undefined;
}
