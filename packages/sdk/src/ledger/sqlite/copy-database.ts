import { DatabaseSync, backup } from 'node:sqlite';

/** All pages in one step: in several, each write of another process would begin the copy anew. */
const allPages = 0x7fff_ffff;

/** Copies a SQLite file as it is between two transactions, beside a run that goes on. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 10_000 });
  try {
    await backup(source, to, { rate: allPages });
  } finally {
    source.close();
  }
}
