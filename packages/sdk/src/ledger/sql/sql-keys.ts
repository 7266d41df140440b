import type { Kysely } from 'kysely';
import { ConfigurationFault } from '../../errors/families.ts';
import { KeyRing } from '../../sealing/key-ring.ts';
import type { KeyLedger } from '../contract.ts';
import type { Db, LedgerContext } from './context.ts';
import type { Tables } from './tables.ts';

const page = 1_000;

/** The keys of a ledger in SQL. */
export class SqlKeys implements KeyLedger {
  readonly #context: LedgerContext;

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  sign(kind: string, text: string): string {
    return this.#context.keys.keyedHash(`sign:${kind}`, text);
  }

  async rotate(master: Uint8Array): Promise<number> {
    const { keys: old, writes } = this.#context;
    const { keys, wrappedHashKey } = old.under(master);
    return writes.run(async (tx) => {
      let rewrapped = 0;
      for (let last = 0; ;) {
        const rows = await tx
          .selectFrom('submissions')
          .select(['seq', 'id', 'data_key'])
          .where('seq', '>', last)
          .orderBy('seq')
          .limit(page)
          .execute();
        for (const { id, data_key: wrapped } of rows) {
          if (wrapped.length === 0) continue;
          const data_key = old.rewrap(id, wrapped, keys);
          await tx.updateTable('submissions').set({ data_key }).where('id', '=', id).execute();
        }
        rewrapped += rows.filter((row) => row.data_key.length > 0).length;
        const end = rows.at(-1);
        if (end === undefined) break;
        last = end.seq;
      }
      await put(tx, { name: hashKeyName, value: Buffer.from(wrappedHashKey).toString('base64') });
      return rewrapped;
    });
  }
}

const checkName = 'key-check';
const hashKeyName = 'hash-key';

/**
 * Opens the keys of a ledger. Writes only into a new ledger: readers must not wait for a run.
 *
 * @throws ConfigurationFault AB_KEY_WRONG
 */
export async function openKeys(db: Kysely<Tables>, master: Uint8Array): Promise<KeyRing> {
  const keys = keyRing(master, await get(db, hashKeyName));
  if ((await get(db, checkName)) === undefined) {
    const insertion = db.insertInto('meta').values({ name: checkName, value: keys.checkValue });
    await insertion.onConflict((conflict) => conflict.column('name').doNothing()).execute();
  }
  if ((await get(db, checkName)) === keys.checkValue) return keys;
  throw wrongKey();
}

function keyRing(master: Uint8Array, wrappedHashKey: string | undefined): KeyRing {
  if (wrappedHashKey === undefined) return new KeyRing(master);
  try {
    return new KeyRing(master, Buffer.from(wrappedHashKey, 'base64'));
  } catch {
    throw wrongKey();
  }
}

function wrongKey(): ConfigurationFault {
  return new ConfigurationFault('AB_KEY_WRONG', 'The master key is not the one this ledger was made with, or was changed to');
}

async function get(db: Db, name: string): Promise<string | undefined> {
  return (await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())?.value;
}

async function put(db: Db, row: { readonly name: string; readonly value: string }): Promise<void> {
  await db
    .insertInto('meta')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value }))
    .execute();
}
