import { ConfigurationFault } from '../../errors/families.ts';

/** Primary result code of SQLite: another connection holds the lock. Its extended codes have it in their low byte. */
const sqliteBusy = 5;
/** Read-only, input and output error (a quota, a broken disk), full. */
const sqliteUnwritable = new Set([8, 10, 13]);

/**
 * Runs one statement.
 *
 * @throws ConfigurationFault AB_DISK_FULL when nothing can be written: the transaction is taken back, all before it is kept
 * @throws ConfigurationFault AB_LEDGER_BUSY when another process held the write lock for longer than the busy time-out: it is stopped,
 * or swapped out, in the middle of a transaction
 */
export function untilBusy<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { errcode } = error as { errcode?: unknown };
    if (typeof errcode !== 'number') throw error;
    if (sqliteUnwritable.has(errcode & 0xff))
      throw new ConfigurationFault('AB_DISK_FULL', `The ledger cannot be written (SQLite ${errcode})`);
    if ((errcode & 0xff) !== sqliteBusy) throw error;
    throw new ConfigurationFault('AB_LEDGER_BUSY', 'Another process holds the ledger in the middle of a write', {
      hint: 'It may be stopped or hanging: look for it with `amtsbote status`; nothing was changed by this one.',
    });
  }
}
