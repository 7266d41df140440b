import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';

/** What {@link takeKeysOut} saw in a ledger. */
export interface TakenKeys {
  /** The version of the ledger's schema. */
  readonly version: number;
  readonly submissions: number;
  /** Content that lies in sealed files beside the ledger. */
  readonly contentFiles: readonly ContentFile[];
}

/** A sealed file of a submission. */
export interface ContentFile {
  readonly submission: string;
  readonly part: string;
}

/**
 * Moves the wrapped data keys of a copied ledger into a file of their own: without it nothing sealed in the copy can be opened, also by
 * who has the master key. Nothing of them stays in the copy. The new file must not exist.
 */
export async function takeKeysOut(ledger: string, keysFile: string): Promise<TakenKeys> {
  await (await open(keysFile, 'wx', 0o600)).close();
  const database = new DatabaseSync(ledger);
  try {
    for (const pragma of ['journal_mode = delete', 'journal_mode = memory', 'secure_delete = on']) database.exec(`pragma ${pragma}`);
    database.prepare('attach ? as kept').run(keysFile);
    database.exec(`
      create table kept.data_keys (id text primary key, data_key blob not null) strict, without rowid;
      create table kept.meta (name text primary key, value text not null) strict;
      begin immediate;
      insert into kept.data_keys select id, data_key from main.submissions;
      insert into kept.meta select name, value from main.meta where name = 'hash-key';
      update main.submissions set data_key = x'';
      delete from main.meta where name = 'hash-key';
      commit;
    `);
    const files = database.prepare('select submission_id as submission, part from main.content where sealed_bytes is null').all();
    return {
      version: numberOf(database, 'pragma main.user_version'),
      submissions: numberOf(database, 'select count(*) from main.submissions'),
      contentFiles: files as unknown as readonly ContentFile[],
    };
  } finally {
    database.close();
  }
}

/**
 * Puts data keys back into a restored copy. A submission whose key is not in the file any more was shredded after the backup: it keeps an
 * empty key, and its content stays closed for ever.
 */
export function putKeysBack(ledger: string, keysFile: string): void {
  const database = new DatabaseSync(ledger);
  try {
    database.exec('pragma journal_mode = delete');
    database.prepare('attach ? as kept').run(keysFile);
    database.exec(`
      begin immediate;
      update main.submissions set data_key = coalesce((select data_key from kept.data_keys where id = main.submissions.id), x'');
      insert or replace into main.meta select name, value from kept.meta;
      commit;
    `);
  } finally {
    database.close();
  }
}

/** Whether a ledger still says that a part of a submission lies in a sealed file. */
export function contentFileIsWanted(ledger: string, { submission, part }: ContentFile): boolean {
  const database = new DatabaseSync(ledger, { readOnly: true, timeout: 10_000 });
  try {
    const wanted = 'select 1 from content where submission_id = ? and part = ? and sealed_bytes is null';
    return database.prepare(wanted).get(submission, part) !== undefined;
  } finally {
    database.close();
  }
}

/** Whether a SQLite file is whole, page by page. */
export function isWholeDatabase(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('pragma integrity_check').get()?.['integrity_check'] === 'ok';
  } catch {
    return false;
  } finally {
    database.close();
  }
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0]);
}
