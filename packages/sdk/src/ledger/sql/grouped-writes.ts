import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import type { Db } from './context.ts';
import type { Tables } from './tables.ts';

/** Writes in one transaction at most: none waits long for the others. */
const mostTogether = 32;

/**
 * Writes that come at the same time share one transaction, and with it one wait for the disk. Each is done or not done by itself, in the
 * order in which it came, and durable when its promise is fulfilled.
 */
export class GroupedWrites {
  readonly #db: Kysely<Tables>;
  #waiting: Write[] = [];
  #running = false;

  readonly #undone: () => void;

  /** @param undone told when a write was taken back */
  constructor(db: Kysely<Tables>, undone: () => void = () => undefined) {
    this.#db = db;
    this.#undone = undone;
  }

  /** Runs `work` in a write transaction. `work` must wait for nothing but the database. */
  run<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = async (tx: Db): Promise<() => void> => {
        const value = await work(tx);
        return () => resolve(value);
      };
      this.#waiting.push({ attempt, reject });
      if (!this.#running) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      await setImmediate();
      await this.#write(this.#waiting.splice(0, mostTogether));
    }
    this.#running = false;
  }

  async #write(group: readonly Write[]): Promise<void> {
    try {
      const ends = await this.#db.transaction().execute(async (tx) => {
        const [only] = group;
        if (group.length === 1 && only !== undefined) return [await only.attempt(tx)];
        const made: (() => void)[] = [];
        for (const write of group) made.push(await this.#byItself(tx, write));
        return made;
      });
      for (const end of ends) end();
    } catch (error) {
      this.#undone();
      for (const write of group) write.reject(error);
    }
  }

  /** A write that fails takes back what it did, and nothing else of its group. Where nothing can be written, SQLite took back all. */
  async #byItself(tx: Db, write: Write): Promise<() => void> {
    await sql`savepoint one_write`.execute(tx);
    try {
      const end = await write.attempt(tx);
      await sql`release one_write`.execute(tx);
      return end;
    } catch (error) {
      this.#undone();
      if (isAmtsboteError(error) && error.code === 'AB_DISK_FULL') throw error;
      await sql`rollback to one_write`.execute(tx);
      await sql`release one_write`.execute(tx);
      return () => write.reject(error);
    }
  }
}

interface Write {
  /** Does the work; the function it returns tells the caller, after the transaction. */
  attempt(tx: Db): Promise<() => void>;
  reject(error: unknown): void;
}
