import type { DatabaseSync } from 'node:sqlite';

/**
 * Gives free pages back to the file system and carries the write-ahead log over, leaving it empty. What was deleted was overwritten
 * already (`secure_delete`), but older copies of its pages stand in the log until then. False when a reader kept the log from being emptied.
 *
 * @param rebuild may write the whole file anew where it cannot give pages back: it needs as much free space again
 */
export function compactDatabase(database: DatabaseSync, rebuild: boolean): boolean {
  if (numberOf(database, 'auto_vacuum') === incremental) database.exec('pragma incremental_vacuum');
  else if (rebuild && numberOf(database, 'freelist_count') > 0) rebuildOrLeave(database);
  const row = database.prepare('pragma wal_checkpoint(truncate)').get();
  return row?.['busy'] === 0;
}

const incremental = 2;

/** Without room for it, or beside a reader, free pages stay in the file, overwritten with zeros; the next purge tries again. */
function rebuildOrLeave(database: DatabaseSync): void {
  database.exec('pragma auto_vacuum = incremental');
  try {
    database.exec('vacuum');
  } catch (error) {
    if (!spaceOrLock.has((error as { readonly errcode?: number }).errcode ?? 0)) throw error;
  }
}

/** SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL. */
const spaceOrLock = new Set([5, 6, 13]);

function numberOf(database: DatabaseSync, pragma: 'auto_vacuum' | 'freelist_count'): number {
  return Number(database.prepare(`pragma ${pragma}`).get()?.[pragma] ?? 0);
}
