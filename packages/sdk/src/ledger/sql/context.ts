import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { EpochMs } from '../../model/ids.ts';
import type { SealKey } from '../../sealing/envelope.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { GroupedWrites } from './grouped-writes.ts';
import type { History } from './history.ts';
import type { Tables } from './tables.ts';

/** What all parts of the SQL ledger share. */
export interface LedgerContext {
  readonly db: Kysely<Tables>;
  /** Every write transaction goes through here. */
  readonly writes: GroupedWrites;
  readonly keys: KeyRing;
  /** Every event goes through here. */
  readonly history: History;
  /** Folder of sealed files for large content. */
  readonly contentFolder: string;
  /** Where content is read that is not there: a dry run writes beside the ledger it was copied from. */
  readonly contentFallback?: string | undefined;
  /** In a ledger that was restored: what was received up to then may have been delivered by the one that was lost. */
  readonly restored: { until: EpochMs | undefined };
}

/** The database, or a transaction on it. */
export type Db = Kysely<Tables> | Transaction<Tables>;

/** The value of a column of JSON text; the caller names its type, as with the columns of a query. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

/**
 * A state written into the statement itself. Only for `state = …` with such a literal does SQLite use an index that holds the open
 * states alone.
 */
export function literal<State extends string>(state: State): RawBuilder<State> {
  return sql.lit(state);
}

/** The data key of a submission, unwrapped. */
export async function dataKeyOf(context: LedgerContext, db: Db, submission: string): Promise<SealKey> {
  const row = await db.selectFrom('submissions').select('data_key').where('id', '=', submission).executeTakeFirstOrThrow();
  return context.keys.unwrap(submission, row.data_key);
}
