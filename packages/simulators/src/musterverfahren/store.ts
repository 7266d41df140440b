import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { RecordStatus } from './api/record-status.ts';
import type { FieldValues, Form, RecordKind } from './forms/field.ts';

/** What is kept of a file: its bytes are not, their hash is. */
export interface StoredAttachment {
  readonly name: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** A record as it was entered. */
export interface StoredRecord {
  readonly id: number;
  readonly kind: RecordKind;
  readonly aktenzeichen: string;
  readonly fremdschluessel: string;
  readonly fields: FieldValues;
  readonly attachments: readonly StoredAttachment[];
  readonly channel: 'web' | 'api';
  readonly user: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What is needed to enter a record. */
export interface NewRecord {
  readonly form: Form;
  readonly fields: FieldValues;
  readonly attachments: readonly StoredAttachment[];
  readonly channel: 'web' | 'api';
  readonly user: string;
  readonly now: number;
  /** How long searches and lists do not show it, in milliseconds. */
  readonly lagMs: number;
}

/** Which records; all of them unless told otherwise. */
export interface RecordFilter {
  readonly kind?: RecordKind | undefined;
  readonly fremdschluessel?: string | undefined;
  /** Only what searches may show at this time. */
  readonly visibleAt?: number | undefined;
  /** Only what was entered up to this time. */
  readonly createdUntil?: number | undefined;
}

interface Row {
  readonly id: number;
  readonly kind: RecordKind;
  readonly aktenzeichen: string;
  readonly fremdschluessel: string;
  readonly fields: string;
  readonly attachments: string;
  readonly channel: 'web' | 'api';
  readonly user: string;
  readonly created_at: number;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, aktenzeichen TEXT NOT NULL UNIQUE,
    fremdschluessel TEXT NOT NULL, fields TEXT NOT NULL, attachments TEXT NOT NULL, channel TEXT NOT NULL, user TEXT NOT NULL,
    created_at INTEGER NOT NULL, visible_at INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS records_by_key ON records (fremdschluessel);
  CREATE INDEX IF NOT EXISTS records_by_number ON records (kind, year, number);
  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY, body_sha256 TEXT NOT NULL, aktenzeichen TEXT NOT NULL, created_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS statuses (aktenzeichen TEXT PRIMARY KEY, status TEXT NOT NULL);
`;

/** The records, in one SQLite file. It refuses no duplicates: that is for others to take care of. */
export class Store {
  readonly #db: DatabaseSync;
  readonly #highest: StatementSync;
  readonly #insert: StatementSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(schema);
    this.#highest = this.#db.prepare('SELECT max(number) AS n FROM records WHERE kind = ? AND year = ?');
    this.#insert = this.#db.prepare('INSERT INTO records VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  }

  /** Enters a record and returns its Aktenzeichen. From then on it survives the end of this process. */
  insert(record: NewRecord): string {
    const { form, now } = record;
    const year = new Date(now).getFullYear();
    const highest = this.#highest.get(form.kind, year) as { n: number | null };
    const number = (highest.n ?? form.firstNumber - 1) + 1;
    const aktenzeichen = `${form.prefix}-${year}-${String(number).padStart(6, '0')}`;
    this.#insert.run(
      form.kind,
      year,
      number,
      aktenzeichen,
      String(record.fields['fremdschluessel'] ?? ''),
      JSON.stringify(record.fields),
      JSON.stringify(record.attachments),
      record.channel,
      record.user,
      now,
      now + record.lagMs,
    );
    return aktenzeichen;
  }

  /** Replaces the content of a record. */
  update(aktenzeichen: string, { fields, attachments }: Pick<StoredRecord, 'fields' | 'attachments'>): void {
    this.#db
      .prepare('UPDATE records SET fields = ?, attachments = ?, fremdschluessel = ? WHERE aktenzeichen = ?')
      .run(JSON.stringify(fields), JSON.stringify(attachments), String(fields['fremdschluessel'] ?? ''), aktenzeichen);
  }

  get(aktenzeichen: string): StoredRecord | undefined {
    const row = this.#db.prepare('SELECT * FROM records WHERE aktenzeichen = ?').get(aktenzeichen) as Row | undefined;
    return row && toRecord(row);
  }

  /** How far the work on a record is. */
  status(aktenzeichen: string): RecordStatus {
    const row = this.#db.prepare('SELECT status FROM statuses WHERE aktenzeichen = ?').get(aktenzeichen) as
      | { status: RecordStatus }
      | undefined;
    return row?.status ?? 'eingegangen';
  }

  setStatus(aktenzeichen: string, status: RecordStatus): void {
    this.#db.prepare('INSERT OR REPLACE INTO statuses VALUES (?, ?)').run(aktenzeichen, status);
  }

  /** Newest last. */
  list(filter: RecordFilter): readonly StoredRecord[] {
    const conditions = Object.entries({
      'kind = ?': filter.kind,
      'fremdschluessel = ?': filter.fremdschluessel,
      'visible_at <= ?': filter.visibleAt,
      'created_at <= ?': filter.createdUntil,
    }).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
    const where = ['1 = 1', ...conditions.map(([condition]) => condition)].join(' AND ');
    const rows = this.#db.prepare(`SELECT * FROM records WHERE ${where} ORDER BY id`).all(...conditions.map(([, value]) => value));
    return (rows as unknown as Row[]).map(toRecord);
  }

  /** The record an idempotency key stands for, when it was used since `since`. */
  idempotent(key: string, since: number): { aktenzeichen: string; bodySha256: string } | undefined {
    const row = this.#db.prepare('SELECT * FROM idempotency WHERE key = ? AND created_at >= ?').get(key, since) as
      | { aktenzeichen: string; body_sha256: string }
      | undefined;
    return row && { aktenzeichen: row.aktenzeichen, bodySha256: row.body_sha256 };
  }

  /** Enters a record under an idempotency key: both or neither. */
  insertIdempotent(key: string, bodySha256: string, record: NewRecord): string {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const aktenzeichen = this.insert(record);
      this.#db.prepare('INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?)').run(key, bodySha256, aktenzeichen, record.now);
      this.#db.exec('COMMIT');
      return aktenzeichen;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}

function toRecord(row: Row): StoredRecord {
  return {
    id: row.id,
    kind: row.kind,
    aktenzeichen: row.aktenzeichen,
    fremdschluessel: row.fremdschluessel,
    fields: JSON.parse(row.fields) as FieldValues,
    attachments: JSON.parse(row.attachments) as StoredAttachment[],
    channel: row.channel,
    user: row.user,
    createdAt: row.created_at,
  };
}
