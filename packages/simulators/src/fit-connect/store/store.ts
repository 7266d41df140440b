import { DatabaseSync } from 'node:sqlite';
import { Attachments } from './attachments.ts';
import { Cases } from './cases.ts';
import { Directory } from './directory.ts';
import { Items } from './items.ts';
import { Outbox } from './outbox.ts';
import { schema } from './schema.ts';

/** All that the service knows, in one SQLite file. */
export class Store {
  readonly directory: Directory;
  readonly cases: Cases;
  readonly items: Items;
  readonly attachments: Attachments;
  readonly outbox: Outbox;
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(schema);
    this.directory = new Directory(this.#db);
    this.cases = new Cases(this.#db);
    this.items = new Items(this.#db);
    this.attachments = new Attachments(this.#db);
    this.outbox = new Outbox(this.#db);
  }

  setting(name: string): string | undefined {
    const row = this.#db.prepare('SELECT value FROM settings WHERE name = ?').get(name) as { value: string } | undefined;
    return row?.value;
  }

  putSetting(name: string, value: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run(name, value);
  }

  /** Runs all of it or nothing. */
  transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}
