import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Db } from './context.ts';
import type { Tables } from './tables.ts';

/**
 * A query that is built and compiled once, then run with other values, by names of its own. A list stands for as many values; what is
 * undefined is not there.
 */
export type PreparedQuery<Values extends object, Row> = (db: Db, values: Values) => Promise<QueryResult<Row>>;

/** Stands for a value while a query is compiled. */
class Slot {
  readonly name: string;
  /** The place in a list. */
  readonly index: number | undefined;

  constructor(name: string, index?: number) {
    this.name = name;
    this.index = index;
  }
}

/**
 * Prepares a query of the hot path: building and compiling it costs several times what SQLite needs for it. `build` is called once per
 * set of names and lengths of lists, with placeholders: it must hand them to the query as they are, and decide by nothing but whether
 * they are there. `limit` takes no placeholder.
 */
export function prepared<Values extends object, Row>(
  build: (db: Kysely<Tables>, values: Values) => Compilable<Row>,
): PreparedQuery<Values, Row> {
  /** By dialect: a transaction has the one of its database. */
  const compiled = new WeakMap<object, Map<string, CompiledQuery<Row>>>();
  return (db, values) => {
    const { adapter } = db.getExecutor();
    let shapes = compiled.get(adapter);
    if (shapes === undefined) compiled.set(adapter, (shapes = new Map()));
    const shape = shapeOf(values);
    let query = shapes.get(shape);
    if (query === undefined) shapes.set(shape, (query = build(db, slotsOf(values) as Values).compile()));
    return db.executeQuery({
      ...query,
      parameters: query.parameters.map((parameter) => filled(parameter, values as Record<string, unknown>)),
    });
  };
}

/** The first row of a result. */
export function firstRow<Row>({ rows }: QueryResult<Row>): Row | undefined {
  return rows[0];
}

/** Whether a query changed anything. */
export function hasChanged({ numAffectedRows = 0n }: QueryResult<unknown>): boolean {
  return numAffectedRows > 0n;
}

function shapeOf(values: object): string {
  let shape = '';
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    shape += Array.isArray(value) ? `${name}:${value.length} ` : `${name} `;
  }
  return shape;
}

function slotsOf(values: object): object {
  const there = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    there.map(([name, value]) => [name, Array.isArray(value) ? value.map((_, index) => new Slot(name, index)) : new Slot(name)]),
  );
}

function filled(parameter: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (!(parameter instanceof Slot)) return parameter;
  const value = values[parameter.name];
  return parameter.index === undefined ? value : (value as readonly unknown[])[parameter.index];
}
