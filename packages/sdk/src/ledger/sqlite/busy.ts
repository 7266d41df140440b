import { ConfigurationFault } from '../../errors/families.ts';

/** Primary result code of SQLite: another connection holds the lock. Its extended codes have it in their low byte. */
const sqliteBusy = 5;

/**
 * Runs one statement.
 *
 * @throws ConfigurationFault AB_LEDGER_BUSY when another process held the write lock for longer than the busy time-out: it is stopped,
 * or swapped out, in the middle of a transaction
 */
export function untilBusy<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { errcode } = error as { errcode?: unknown };
    if (typeof errcode !== 'number' || (errcode & 0xff) !== sqliteBusy) throw error;
    throw new ConfigurationFault('AB_LEDGER_BUSY', 'Another process holds the ledger in the middle of a write', {
      hint: 'It may be stopped or hanging: look for it with `amtsbote status`; nothing was changed by this one.',
    });
  }
}
