import type { DatabaseSync } from 'node:sqlite';
import type { Act } from '../dialect/states.ts';

/** Where events are told, and the secret that proves who told them. */
export interface CallbackAddress {
  readonly url: string;
  readonly secret: string;
}

/** What holds the submissions and replies of one matter together. */
export interface Case {
  readonly caseId: string;
  readonly destinationId: string;
  /** Who sent the first submission. */
  readonly clientId: string;
  readonly callback: CallbackAddress | undefined;
  readonly createdAt: number;
}

/** An entry of the event log. */
export interface LoggedEvent {
  readonly caseId: string;
  readonly itemId: string;
  readonly act: Act;
  readonly jti: string;
  /** The service's URL, or the destination or client that signed. */
  readonly issuer: string;
  readonly jws: string;
  readonly at: number;
}

interface CaseRow {
  readonly case_id: string;
  readonly destination_id: string;
  readonly client_id: string;
  readonly callback: string | null;
  readonly created_at: number;
}

interface EventRow {
  readonly case_id: string;
  readonly item_id: string;
  readonly act: Act;
  readonly jti: string;
  readonly issuer: string;
  readonly jws: string;
  readonly at: number;
}

/** Cases and their event logs. */
export class Cases {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  insert({ caseId, destinationId, clientId, callback, createdAt }: Case): void {
    this.#db
      .prepare('INSERT INTO cases VALUES (?, ?, ?, ?, ?)')
      .run(caseId, destinationId, clientId, callback ? JSON.stringify(callback) : null, createdAt);
  }

  get(caseId: string): Case | undefined {
    const row = this.#db.prepare('SELECT * FROM cases WHERE case_id = ?').get(caseId) as CaseRow | undefined;
    return row && toCase(row);
  }

  /** The ids of the cases a client began. */
  begunBy(clientId: string): readonly string[] {
    const rows = this.#db.prepare('SELECT case_id FROM cases WHERE client_id = ?').all(clientId);
    return (rows as unknown as { case_id: string }[]).map((row) => row.case_id);
  }

  append(event: LoggedEvent): void {
    this.#db
      .prepare('INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)')
      .run(event.caseId, event.itemId, event.act, event.jti, event.issuer, event.jws, event.at);
  }

  /** The event log, oldest first. */
  events(caseId: string): readonly LoggedEvent[] {
    const rows = this.#db.prepare('SELECT * FROM events WHERE case_id = ? ORDER BY number').all(caseId);
    return (rows as unknown as EventRow[]).map(({ case_id, item_id, ...rest }) => ({ ...rest, caseId: case_id, itemId: item_id }));
  }

  knowsToken(jti: string): boolean {
    return this.#db.prepare('SELECT 1 FROM events WHERE jti = ?').get(jti) !== undefined;
  }

  /** Forgets the event logs whose last entry is older than a time. */
  forgetBefore(time: number): void {
    if (!this.#db.prepare('SELECT 1 FROM events WHERE at <= ? LIMIT 1').get(time)) return;
    const old = 'SELECT case_id FROM events GROUP BY case_id HAVING max(at) <= ?';
    this.#db.prepare(`DELETE FROM cases WHERE case_id IN (${old})`).run(time);
    this.#db.prepare(`DELETE FROM events WHERE case_id IN (${old})`).run(time);
  }
}

function toCase(row: CaseRow): Case {
  return {
    caseId: row.case_id,
    destinationId: row.destination_id,
    clientId: row.client_id,
    callback: row.callback === null ? undefined : (JSON.parse(row.callback) as CallbackAddress),
    createdAt: row.created_at,
  };
}
