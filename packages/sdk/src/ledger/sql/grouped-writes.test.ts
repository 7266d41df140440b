import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteDialect } from '../sqlite/dialect.ts';
import { openDatabase } from '../sqlite/open-database.ts';
import { GroupedWrites } from './grouped-writes.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

let folder: string;
let db: Kysely<Tables>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grouped-'));
  db = new Kysely<Tables>({ dialect: sqliteDialect(await openDatabase(join(folder, 'l.sqlite'))) });
  await migrate(db);
});
afterEach(async () => {
  await db.destroy();
  await rm(folder, { recursive: true });
});

/** What another connection sees: only what is committed. */
function committed(): readonly string[] {
  const other = new DatabaseSync(join(folder, 'l.sqlite'), { readOnly: true });
  try {
    return other
      .prepare('select target from pauses order by rowid')
      .all()
      .map((row) => String(row['target']));
  } finally {
    other.close();
  }
}

test('of writes that come together each is done or not done by itself, in order, and committed when it is told', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 80 }), async (fails) => {
      round += 1;
      const writes = new GroupedWrites(db);
      const name = (index: number): string => `${round}-${index}`;
      const told = fails.map(async (failing, index) => {
        await writes.run(async (tx) => {
          await tx
            .insertInto('pauses')
            .values({ target: name(index), until: 1, code: 'x' })
            .execute();
          if (failing) throw new Error('this one fails');
        });
        expect(committed()).toContain(name(index));
      });
      const ends = await Promise.allSettled(told);
      expect(ends.map((end) => end.status === 'rejected')).toEqual(fails);
      const own = committed().filter((target) => target.startsWith(`${round}-`));
      expect(own).toEqual(fails.flatMap((failing, index) => (failing ? [] : [name(index)])));
    }),
    { numRuns: 25 },
  );
});
