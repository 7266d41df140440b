import { DatabaseSync, backup } from 'node:sqlite';

/** Copies a SQLite file as it is between two transactions, beside a run that goes on. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 10_000 });
  try {
    await backup(source, to);
  } finally {
    source.close();
  }
}
