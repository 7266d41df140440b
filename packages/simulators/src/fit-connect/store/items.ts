import type { DatabaseSync } from 'node:sqlite';
import type { Kind } from '../dialect/kinds.ts';
import type { State } from '../dialect/states.ts';

/** The service a submission is for. */
export interface NamedService {
  readonly identifier: string;
  readonly name: string;
}

/** A submission or a reply, without its attachments. */
export interface Item {
  readonly itemId: string;
  readonly kind: Kind;
  readonly caseId: string;
  readonly destinationId: string;
  /** Who created it. */
  readonly clientId: string;
  readonly state: State;
  readonly announced: readonly string[];
  readonly service: NamedService | undefined;
  readonly region: string | undefined;
  readonly metadata: string | undefined;
  readonly data: string | undefined;
  readonly createdAt: number;
  readonly submittedAt: number | undefined;
  readonly decidedAt: number | undefined;
}

/** Which items a list shows. */
export interface ItemFilter {
  readonly kind: Kind;
  readonly state: State;
  /** The destinations of submissions; the cases of replies. */
  readonly within: readonly string[];
}

interface Row {
  readonly item_id: string;
  readonly kind: Kind;
  readonly case_id: string;
  readonly destination_id: string;
  readonly client_id: string;
  readonly state: State;
  readonly announced: string;
  readonly service: string | null;
  readonly region: string | null;
  readonly metadata: string | null;
  readonly data: string | null;
  readonly created_at: number;
  readonly submitted_at: number | null;
  readonly decided_at: number | null;
}

/** Submissions and replies. */
export class Items {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  insert(item: Item): void {
    this.#db
      .prepare('INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, NULL, NULL)')
      .run(
        item.itemId,
        item.kind,
        item.caseId,
        item.destinationId,
        item.clientId,
        item.state,
        JSON.stringify(item.announced),
        item.service ? JSON.stringify(item.service) : null,
        item.region ?? null,
        item.createdAt,
      );
  }

  get(itemId: string): Item | undefined {
    const row = this.#db.prepare('SELECT * FROM items WHERE item_id = ?').get(itemId) as Row | undefined;
    return row && toItem(row);
  }

  ofCase(caseId: string): readonly Item[] {
    return this.#all('case_id = ? ORDER BY created_at, rowid', [caseId]);
  }

  /** Newest first. */
  latest(count: number): readonly Item[] {
    return this.#all('1 = 1 ORDER BY created_at DESC, rowid DESC LIMIT ?', [count]);
  }

  /** One page, oldest first, and how many there are in all. */
  page(
    { kind, state, within }: ItemFilter,
    { offset, limit }: { offset: number; limit: number },
  ): { total: number; items: readonly Item[] } {
    const column = kind === 'submission' ? 'destination_id' : 'case_id';
    const where = `kind = ? AND state = ? AND ${column} IN (SELECT value FROM json_each(?))`;
    const values = [kind, state, JSON.stringify(within)];
    const { total } = this.#db.prepare(`SELECT count(*) AS total FROM items WHERE ${where}`).get(...values) as { total: number };
    return { total, items: this.#all(`${where} ORDER BY submitted_at, rowid LIMIT ? OFFSET ?`, [...values, limit, offset]) };
  }

  /** Those in a state since before a time, by the column that says so. */
  since(state: State, column: 'created_at' | 'submitted_at' | 'decided_at', before: number): readonly Item[] {
    return this.#all(`state = ? AND ${column} <= ?`, [state, before]);
  }

  submit(itemId: string, content: { metadata: string; data: string | undefined; at: number }): void {
    this.#db
      .prepare("UPDATE items SET state = 'submitted', metadata = ?, data = ?, submitted_at = ? WHERE item_id = ?")
      .run(content.metadata, content.data ?? null, content.at, itemId);
  }

  setState(itemId: string, state: State, at: number): void {
    const decided = state === 'accepted' || state === 'rejected' ? at : null;
    this.#db.prepare('UPDATE items SET state = ?, decided_at = coalesce(?, decided_at) WHERE item_id = ?').run(state, decided, itemId);
  }

  /** Forgets what was in it. */
  dropContent(itemId: string): void {
    this.#db.prepare('UPDATE items SET metadata = NULL, data = NULL WHERE item_id = ?').run(itemId);
  }

  #all(where: string, values: readonly (string | number)[]): readonly Item[] {
    const rows = this.#db.prepare(`SELECT * FROM items WHERE ${where}`).all(...values);
    return (rows as unknown as Row[]).map(toItem);
  }
}

function toItem(row: Row): Item {
  return {
    itemId: row.item_id,
    kind: row.kind,
    caseId: row.case_id,
    destinationId: row.destination_id,
    clientId: row.client_id,
    state: row.state,
    announced: JSON.parse(row.announced) as string[],
    service: row.service === null ? undefined : (JSON.parse(row.service) as NamedService),
    region: row.region ?? undefined,
    metadata: row.metadata ?? undefined,
    data: row.data ?? undefined,
    createdAt: row.created_at,
    submittedAt: row.submitted_at ?? undefined,
    decidedAt: row.decided_at ?? undefined,
  };
}
