import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type { ReportKind } from '../../model/states.ts';
import type { Db } from './context.ts';

/**
 * From the last report of a final submission on, its retention counts. What is told later of the state of its record does not begin it
 * anew.
 */
export async function noteSettled(
  tx: Db,
  submission: SubmissionId,
  told: { readonly now: EpochMs; readonly kind: ReportKind },
): Promise<void> {
  let settled = tx
    .updateTable('submissions')
    .set({ settled_at: told.now })
    .where('id', '=', submission)
    .where('state', 'in', ['accepted', 'rejected'])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('reports').select('reports.id').where('reports.submission_id', '=', submission).where('sent_at', 'is', null))),
    );
  if (told.kind === 'status') settled = settled.where('settled_at', 'is', null);
  await settled.execute();
}
