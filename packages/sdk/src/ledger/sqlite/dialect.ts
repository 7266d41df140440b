import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type LimitNode, type QueryCompiler, SqliteDialect, SqliteQueryCompiler, ValueNode } from 'kysely';
import { untilBusy } from './busy.ts';

/** Statements kept prepared at most; the ledger has far fewer kinds. */
const mostStatements = 256;

/**
 * Kysely's SQLite dialect on `node:sqlite`. Statements are prepared once; every transaction begins IMMEDIATE, because a
 * deferred one that turns to writing fails at once under contention, whatever the busy time-out.
 */
export function sqliteDialect(database: DatabaseSync): SqliteDialect {
  const statements = new Map<string, Prepared>();
  return new NodeSqliteDialect({
    database: {
      close: () => {
        statements.clear();
        database.close();
      },
      prepare: (sql: string) => {
        const known = statements.get(sql);
        if (known !== undefined) return known;
        const prepared = sql === 'rollback' ? rollback(database) : prepare(database.prepare(sql === 'begin' ? 'begin immediate' : sql));
        if (statements.size >= mostStatements) statements.clear();
        statements.set(sql, prepared);
        return prepared;
      },
    },
  });
}

/** SQLite itself takes a transaction back when the disk is full: a second time would be an error that hides the first. */
function rollback(database: DatabaseSync): Prepared {
  const statement = prepare(database.prepare('rollback'));
  const none = { changes: 0, lastInsertRowid: 0 };
  return { ...statement, run: (parameters) => (database.isTransaction ? statement.run(parameters) : none) };
}

class NodeSqliteDialect extends SqliteDialect {
  override createQueryCompiler(): QueryCompiler {
    return new LiteralLimits();
  }
}

/** Writes limits into the statement: SQLite prepares one with a bound limit anew at every use. */
class LiteralLimits extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    if (!ValueNode.is(node.limit) || typeof node.limit.value !== 'number') return super.visitLimit(node);
    this.append('limit ');
    this.appendImmediateValue(node.limit.value);
  }
}

type Prepared = ReturnType<typeof prepare>;

function prepare(statement: StatementSync): {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
} {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => untilBusy(() => statement.all(...(parameters as SQLInputValue[]))),
    run: (parameters) => untilBusy(() => statement.run(...(parameters as SQLInputValue[]))),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
  };
}
