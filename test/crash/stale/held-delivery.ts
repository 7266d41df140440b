import { DatabaseSync } from 'node:sqlite';

/** A delivery that a holder had when another took it over. */
export interface HeldDelivery {
  readonly key: string;
  readonly submission: string;
}

const dayMs = 86_400_000;

/** Takes the delivery that is under way, as a holder on another machine would once the lease is over. */
export function takeOver(file: string): HeldDelivery {
  return using(file, (database) => {
    const taken = database
      .prepare(
        `update deliveries set fence = fence + 1, state = 'case', due_at = ? where state in ('attempting', 'committing')
          returning key, submission_id as submission`,
      )
      .all(Date.now() + dayMs);
    const [only, second] = taken as unknown as HeldDelivery[];
    if (only === undefined || second !== undefined) throw new Error(`${taken.length} deliveries were under way`);
    return only;
  });
}

/** Every row of the ledger that has to do with the delivery or its submission. */
export function rowsOf(file: string, { key, submission }: HeldDelivery): readonly string[] {
  return using(file, (database) => {
    const tables = database.prepare(`select name from sqlite_master where type = 'table' order by name`).all() as { name: string }[];
    return tables.flatMap(({ name }) =>
      database
        .prepare(`select * from "${name}"`)
        .all()
        .filter((row) => Object.values(row).some((value) => value === key || value === submission))
        .map((row) => `${name} ${textOf(row)}`),
    );
  });
}

function textOf(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(row, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value));
}

function using<T>(file: string, use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    return use(database);
  } finally {
    database.close();
  }
}
