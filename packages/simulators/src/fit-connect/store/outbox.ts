import type { DatabaseSync } from 'node:sqlite';
import type { CallbackAddress } from './cases.ts';

/** A callback that waits to be taken. */
export interface WaitingCallback extends CallbackAddress {
  readonly number: number;
  readonly body: string;
  /** How often it was tried. */
  readonly attempts: number;
  readonly dueAt: number;
}

interface Row {
  readonly number: number;
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly attempts: number;
  readonly due_at: number;
}

/** Callbacks that nobody has taken yet. */
export class Outbox {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  add({ url, secret }: CallbackAddress, body: string, dueAt: number): void {
    this.#db.prepare('INSERT INTO callbacks VALUES (NULL, ?, ?, ?, 0, ?)').run(url, secret, body, dueAt);
  }

  /** Those whose time has come. */
  due(now: number): readonly WaitingCallback[] {
    const rows = this.#db.prepare('SELECT * FROM callbacks WHERE due_at <= ? ORDER BY number').all(now);
    return (rows as unknown as Row[]).map(({ due_at, ...rest }) => ({ ...rest, dueAt: due_at }));
  }

  /** When the next one is due; undefined when none waits. */
  nextAt(): number | undefined {
    const { next } = this.#db.prepare('SELECT min(due_at) AS next FROM callbacks').get() as { next: number | null };
    return next ?? undefined;
  }

  postpone(number: number, dueAt: number): void {
    this.#db.prepare('UPDATE callbacks SET attempts = attempts + 1, due_at = ? WHERE number = ?').run(dueAt, number);
  }

  remove(number: number): void {
    this.#db.prepare('DELETE FROM callbacks WHERE number = ?').run(number);
  }
}
