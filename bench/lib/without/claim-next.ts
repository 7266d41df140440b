/** What of a ledger is used here. */
interface Context {
  readonly db: { selectFrom(tables: string): Query };
}

interface Query {
  innerJoin(table: string, one: string, other: string): Query;
  selectAll(tables: readonly string[]): Query;
  select(columns: readonly string[]): Query;
  where(column: string, operator: string, value: unknown): Query;
  orderBy(column: string): Query;
  limit(most: number): Query;
  execute(): Promise<Row[]>;
}

interface Row {
  readonly seq: number;
  readonly attempts: number;
}

/** What one process has read ahead, and how far. */
interface Ahead {
  rows: Row[];
  last: number;
  turn: Promise<unknown>;
}

const page = 100;
const ahead = new WeakMap<object, Ahead>();

/** Hands out what is ready without a lease: no state, no fence, no attempt is written. For `bench/throughput.ts`. */
export function claimNext({ db }: Context): Promise<Row | undefined> {
  const own = ahead.get(db) ?? { rows: [], last: 0, turn: Promise.resolve() };
  ahead.set(db, own);
  const taken = own.turn.then(async () => {
    if (own.rows.length === 0) own.rows = await read(db, own.last);
    const row = own.rows.shift();
    own.last = row?.seq ?? own.last;
    return row && { ...row, attempts: 1 };
  });
  own.turn = taken;
  return taken;
}

function read(db: Context['db'], behind: number): Promise<Row[]> {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('submissions as s', 's.id', 'd.submission_id')
    .innerJoin('records as r', 'r.delivery_key', 'd.key')
    .selectAll(['d', 'r'])
    .select(['s.data_key', 's.sealed_meta'])
    .where('d.state', '=', 'ready')
    .where('d.seq', '>', behind)
    .orderBy('d.seq')
    .limit(page)
    .execute();
}
