import type { DatabaseSync } from 'node:sqlite';

/** An encrypted attachment, without its bytes. */
export interface StoredAttachment {
  readonly attachmentId: string;
  /** Of the JWE, in bytes. */
  readonly size: number;
  /** The fifth segment of the JWE. */
  readonly tag: string;
  readonly upload: number;
}

const pieceSize = 256 * 1024;

/** Encrypted attachments, kept in pieces so that none has to be in memory as a whole. */
export class Attachments {
  readonly #db: DatabaseSync;
  #uploads: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    const { last } = db.prepare('SELECT coalesce(max(upload), 0) AS last FROM pieces').get() as { last: number };
    this.#uploads = last;
  }

  /** Begins to take bytes in. */
  upload(): Upload {
    this.#uploads += 1;
    return new Upload(this.#db, this.#uploads);
  }

  /** Makes an upload the content of an attachment, in place of an earlier one. */
  put(itemId: string, attachment: StoredAttachment): void {
    const earlier = this.get(itemId, attachment.attachmentId);
    if (earlier) this.#db.prepare('DELETE FROM pieces WHERE upload = ?').run(earlier.upload);
    this.#db
      .prepare('INSERT OR REPLACE INTO attachments VALUES (?, ?, ?, ?, ?)')
      .run(itemId, attachment.attachmentId, attachment.upload, attachment.size, attachment.tag);
  }

  get(itemId: string, attachmentId: string): StoredAttachment | undefined {
    return this.ofItem(itemId).find((attachment) => attachment.attachmentId === attachmentId);
  }

  /** In the order in which they came. */
  ofItem(itemId: string): readonly StoredAttachment[] {
    const rows = this.#db.prepare('SELECT * FROM attachments WHERE item_id = ? ORDER BY rowid').all(itemId);
    return (rows as unknown as { attachment_id: string; size: number; tag: string; upload: number }[]).map((row) => ({
      attachmentId: row.attachment_id,
      size: row.size,
      tag: row.tag,
      upload: row.upload,
    }));
  }

  *pieces(attachment: StoredAttachment): Generator<Uint8Array> {
    const read = this.#db.prepare('SELECT bytes FROM pieces WHERE upload = ? AND number = ?');
    for (let number = 0; ; number += 1) {
      const row = read.get(attachment.upload, number) as { bytes: Uint8Array } | undefined;
      if (!row) return;
      yield row.bytes;
    }
  }

  drop(itemId: string): void {
    this.#db.prepare('DELETE FROM pieces WHERE upload IN (SELECT upload FROM attachments WHERE item_id = ?)').run(itemId);
    this.#db.prepare('DELETE FROM attachments WHERE item_id = ?').run(itemId);
  }
}

/** One upload under way. */
export class Upload {
  readonly number: number;
  readonly #db: DatabaseSync;
  #waiting: Buffer[] = [];
  #waitingSize = 0;
  #written = 0;
  #size = 0;

  constructor(db: DatabaseSync, number: number) {
    this.#db = db;
    this.number = number;
  }

  /** How many bytes came so far. */
  get size(): number {
    return this.#size;
  }

  push(bytes: Buffer): void {
    this.#size += bytes.length;
    this.#waitingSize += bytes.length;
    this.#waiting.push(bytes);
    if (this.#waitingSize >= pieceSize) this.#flush();
  }

  finish(): void {
    if (this.#waitingSize > 0) this.#flush();
  }

  /** Forgets what came. */
  abandon(): void {
    this.#db.prepare('DELETE FROM pieces WHERE upload = ?').run(this.number);
  }

  #flush(): void {
    this.#db.prepare('INSERT INTO pieces VALUES (?, ?, ?)').run(this.number, this.#written, Buffer.concat(this.#waiting));
    this.#written += 1;
    this.#waiting = [];
    this.#waitingSize = 0;
  }
}
