import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationFault } from '../../errors/families.ts';
import type { Ledger } from '../../ledger/contract.ts';
import type { RestoreMarks } from '../../ledger/restore.ts';
import type { Wiring } from '../open-runtime.ts';
import { copyDurably, syncFolder } from './durable-files.ts';
import { keysName } from './make-backup.ts';
import { type Manifest, readManifest, sealedText, verifyFiles } from './manifest.ts';

/** How to restore. */
export interface RestoreOptions {
  /** The file of the data keys. Default: beside the folder of the backup. */
  readonly keys?: string | undefined;
  /** Sets a ledger that is there aside instead of refusing. */
  readonly replace?: boolean | undefined;
  /** Restores also when the history in the backup is not as it was written. */
  readonly unproven?: boolean | undefined;
}

/** What was restored. */
export interface RestoreResult {
  /** When the backup was made. */
  readonly at: number;
  readonly submissions: number;
  /** Deliveries that were open at the backup: each is looked up before anything is sent. */
  readonly open: number;
  /** Submissions whose content was shredded after the backup. */
  readonly shredded: number;
  /** Whether the history was whole and unchanged. */
  readonly proven: boolean;
  /** Where the ledger that was there before lies now. */
  readonly setAside?: string | undefined;
}

/**
 * Puts a backup in the place of the ledger. Verified first: every file by its checksum, the keys, the history; nothing is changed before.
 *
 * @param folder of one backup
 * @throws ConfigurationFault AB_BACKUP_BROKEN | AB_LEDGER_EXISTS | AB_LEDGER_BUSY | AB_LEDGER_NEWER | AB_KEY_WRONG
 */
export async function restoreBackup(wiring: Wiring, folder: string, options: RestoreOptions = {}): Promise<RestoreResult> {
  const { path } = wiring.config.ledger;
  const from = resolve(folder);
  if (existsSync(path) && options.replace !== true) {
    throw new ConfigurationFault('AB_LEDGER_EXISTS', 'A ledger is there already', { where: { file: path } });
  }
  const manifest = await readManifest(from);
  await verifyFiles(from, manifest.files);
  const temporary = join(dirname(path), `.restore-${process.pid}`);
  try {
    await layOut(from, temporary, { manifest, keys: resolve(options.keys ?? join(dirname(from), keysName)) });
    const { open, shredded, proven } = await verifyAndMark(wiring, join(temporary, 'ledger.sqlite'), {
      manifest,
      unproven: options.unproven === true,
    });
    if (existsSync(path)) await holdForGood(wiring);
    const setAside = await setAsideWhatIsThere(path, wiring.services.clock.now());
    if (existsSync(join(temporary, 'content'))) await rename(join(temporary, 'content'), join(dirname(path), 'content'));
    await rename(join(temporary, 'ledger.sqlite'), path);
    await syncFolder(dirname(path));
    return { at: manifest.at, submissions: manifest.submissions, open, shredded, proven, setAside };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Copies the ledger and its content into a folder beside the place where they belong, keys put back. */
async function layOut(
  from: string,
  temporary: string,
  { manifest, keys }: { readonly manifest: Manifest; readonly keys: string },
): Promise<void> {
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const wanted = manifest.files.filter((file) => file.path === 'ledger.sqlite' || file.path.startsWith('content/'));
  for (const file of wanted) await copyDurably(join(from, file.path), join(temporary, file.path));
  await verifyFiles(temporary, wanted);
  const { isWholeDatabase, putKeysBack } = await import('../../ledger/sqlite/data-keys.ts');
  if (!existsSync(keys) || !isWholeDatabase(keys)) throw keysMissing(keys);
  const copy = join(temporary, 'keys.sqlite');
  await copyDurably(keys, copy);
  putKeysBack(join(temporary, 'ledger.sqlite'), copy);
}

function keysMissing(file: string): ConfigurationFault {
  return new ConfigurationFault('AB_BACKUP_BROKEN', 'The data keys of the backups are missing or broken', {
    where: { file },
    hint: 'Name the newest file of data keys with --keys.',
  });
}

/** Opens the copy with the master key, migrates it, proves what it is, and makes all that was open to be looked up. */
async function verifyAndMark(
  wiring: Wiring,
  file: string,
  { manifest, unproven }: { readonly manifest: Manifest; readonly unproven: boolean },
): Promise<RestoreMarks & { readonly proven: boolean }> {
  const { isWholeDatabase } = await import('../../ledger/sqlite/data-keys.ts');
  const { dropOldVersions } = await import('../../ledger/sqlite/old-versions.ts');
  const { openSqliteLedger } = await import('../../ledger/sql/sql-ledger.ts');
  if (!isWholeDatabase(file)) throw new ConfigurationFault('AB_BACKUP_BROKEN', 'The ledger in the backup is damaged');
  const ledger = await openSqliteLedger(file, await wiring.masterKey());
  try {
    if (ledger.keys.sign('backup', sealedText(manifest)) !== manifest.seal) {
      throw new ConfigurationFault('AB_BACKUP_BROKEN', 'The manifest was changed after the backup was made');
    }
    const marks = await ledger.restore.mark(wiring.services.clock.now());
    const proven = await isProven(ledger, manifest);
    if (!proven && !unproven) {
      throw new ConfigurationFault('AB_BACKUP_BROKEN', 'The history in the backup is not as it was written', {
        hint: 'Take an older backup. Only when there is none: --unproven restores it all the same, and `amtsbote audit verify` shows what is wrong.',
      });
    }
    return { ...marks, proven };
  } finally {
    await ledger.close();
    await dropOldVersions(file);
  }
}

async function isProven(ledger: Ledger, { checkpoint }: Manifest): Promise<boolean> {
  return (await ledger.audit.verify(checkpoint)).ok;
}

/**
 * Takes the run lock of the ledger that is to be set aside, and never gives it back: no run may begin on it any more. One that cannot be
 * opened has no run.
 */
async function holdForGood(wiring: Wiring): Promise<void> {
  const { openSqliteLedger } = await import('../../ledger/sql/sql-ledger.ts');
  const present = await openSqliteLedger(wiring.config.ledger.path, await wiring.masterKey()).catch(() => undefined);
  if (present === undefined) return;
  try {
    if (await present.runs.begin(wiring.services.clock.now()).catch(() => true)) return;
    throw new ConfigurationFault('AB_LEDGER_BUSY', 'A run holds the ledger that is to be set aside');
  } finally {
    await present.close();
  }
}

/** Moves ledger and content into a folder of their own beside it: nothing is removed by a restore. */
async function setAsideWhatIsThere(path: string, now: number): Promise<string | undefined> {
  const there = [path, `${path}-wal`, `${path}-shm`, join(dirname(path), 'content')].filter((file) => existsSync(file));
  if (there.length === 0) return undefined;
  const aside = join(dirname(path), `before-restore-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`);
  await mkdir(aside, { mode: 0o700 });
  for (const file of there) await rename(file, join(aside, file.slice(dirname(path).length + 1)));
  return aside;
}
