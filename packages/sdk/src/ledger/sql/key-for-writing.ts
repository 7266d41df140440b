import { Defect } from '../../errors/families.ts';
import type { SubmissionId } from '../../model/ids.ts';
import type { SealKey } from '../../sealing/envelope.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { Db } from './context.ts';
import { firstRow, prepared } from './prepared.ts';
import { keptBits } from './purge-kinds.ts';

const keptOf = prepared((db, { submission }: { readonly submission: SubmissionId }) =>
  db.selectFrom('submissions').select(['data_key', 'kept']).where('id', '=', submission),
);

/** The data key of a submission, to seal metadata with; a new one where it was destroyed, for what is written after a purge. */
export async function keyForWriting(keys: KeyRing, tx: Db, submission: SubmissionId): Promise<SealKey> {
  const row = firstRow(await keptOf(tx, { submission }));
  if (row === undefined) throw new Defect('AB_DEFECT', `There is no submission ${submission}`);
  const known = row.data_key.length > 0 ? keys.unwrap(submission, row.data_key) : undefined;
  if (known !== undefined && (row.kept & keptBits.metadata) !== 0) return known;
  const { key, wrapped } = known === undefined ? keys.newDataKey(submission) : { key: known, wrapped: row.data_key };
  const kept = row.kept | keptBits.metadata;
  await tx.updateTable('submissions').set({ data_key: wrapped, kept }).where('id', '=', submission).execute();
  return key;
}
