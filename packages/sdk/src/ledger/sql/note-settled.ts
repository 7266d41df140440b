import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import type { ReportKind } from '../../model/states.ts';
import type { Db } from './context.ts';
import { prepared } from './prepared.ts';

const settle = prepared((db, { submission, now, once }: Settled) => {
  const query = db
    .updateTable('submissions')
    .set({ settled_at: now })
    .where('id', '=', submission)
    .where('state', 'in', ['accepted', 'rejected'])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('reports').select('reports.id').where('reports.submission_id', '=', submission).where('sent_at', 'is', null))),
    );
  return once === undefined ? query : query.where('settled_at', 'is', null);
});

interface Settled {
  readonly submission: SubmissionId;
  readonly now: EpochMs;
  /** There where what was settled before stays as it is. */
  readonly once: true | undefined;
}

/**
 * From the last report of a final submission on, its retention counts. What is told later of the state of its record does not begin it
 * anew.
 */
export async function noteSettled(
  tx: Db,
  submission: SubmissionId,
  told: { readonly now: EpochMs; readonly kind: ReportKind },
): Promise<void> {
  await settle(tx, { submission, now: told.now, once: told.kind === 'status' ? true : undefined });
}
