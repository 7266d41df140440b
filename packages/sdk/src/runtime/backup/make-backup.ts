import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { ConfigurationFault } from '../../errors/families.ts';
import type { ContentFile, TakenKeys } from '../../ledger/sqlite/data-keys.ts';
import type { Wiring } from '../open-runtime.ts';
import { copyDurably, syncFile, syncFolder } from './durable-files.ts';
import { factsOf, type Manifest, type ManifestFile, manifestName, sealedText } from './manifest.ts';
import { projectFiles } from './project-files.ts';

/** Where data keys are kept when nothing else is said: one file for all backups of a folder. */
export const keysName = 'data-keys.sqlite';

/** A backup that was made. */
export interface BackupResult {
  /** The folder of this backup. */
  readonly folder: string;
  /** The file of the wrapped data keys: one for all backups, replaced each time. */
  readonly keys: string;
  readonly at: number;
  readonly submissions: number;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Backs up ledger, sealed content and configuration into a new folder below `folder`, beside a run that goes on. The wrapped data keys go
 * into a file apart, which each backup replaces: what was shredded since cannot be opened from any older backup either.
 *
 * @param keys the file of the data keys; default in `folder`
 * @throws ConfigurationFault AB_USAGE | AB_DISK_FULL
 */
export async function makeBackup(wiring: Wiring, folder: string, keys: string = join(folder, keysName)): Promise<BackupResult> {
  const { config, services } = wiring;
  const ledger = await wiring.ledger();
  const root = resolve(folder);
  if (`${root}${sep}`.startsWith(join(dirname(config.ledger.path), 'content') + sep)) {
    throw new ConfigurationFault('AB_USAGE', 'Backups cannot lie among the content of the ledger');
  }
  const at = services.clock.now();
  const done = join(root, new Date(at).toISOString().replaceAll(/[:.]/g, '-'));
  const partial = `${done}.part`;
  const newKeys = `${resolve(keys)}.part`;
  if (existsSync(done)) throw new ConfigurationFault('AB_USAGE', 'A backup of this moment is already there');
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await dropUnfinished(root, newKeys);
    await mkdir(partial, { mode: 0o700 });
    const checkpoint = await ledger.audit.newest();
    const taken = await copyLedger(config.ledger.path, partial, newKeys);
    const files = [await entry(partial, 'ledger.sqlite')];
    for (const file of taken.contentFiles) files.push(...(await copyContent(config.ledger.path, partial, file)));
    for (const path of await projectFiles(config)) {
      const below = `project/${path.replaceAll(sep, '/')}`;
      await copyDurably(join(config.directory, path), join(partial, below));
      files.push(await entry(partial, below));
    }
    const { version: ledgerVersion, submissions } = taken;
    const content = { schema: 'amtsbote.backup/1', at, ledgerVersion, submissions, checkpoint, files } as const;
    await writeManifest(partial, { ...content, seal: ledger.keys.sign('backup', sealedText(content)) });
    await rename(newKeys, resolve(keys));
    await rename(partial, done);
    await syncFolder(root);
    return {
      folder: done,
      keys: resolve(keys),
      at,
      submissions,
      files: files.length,
      bytes: files.reduce((sum, one) => sum + one.size, 0),
    };
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    await rm(newKeys, { force: true }).catch(() => undefined);
    throw asFault(error, root);
  }
}

/** What a backup that was stopped has left. */
async function dropUnfinished(root: string, newKeys: string): Promise<void> {
  const left = (await readdir(root)).filter((name) => /^\d{4}-.*Z\.part$/.test(name));
  for (const name of left) await rm(join(root, name), { recursive: true, force: true });
  await rm(newKeys, { force: true });
}

async function copyLedger(from: string, folder: string, newKeys: string): Promise<TakenKeys> {
  const { copyDatabase } = await import('../../ledger/sqlite/copy-database.ts');
  const { takeKeysOut } = await import('../../ledger/sqlite/data-keys.ts');
  const file = join(folder, 'ledger.sqlite');
  await (await open(file, 'wx', 0o600)).close();
  await copyDatabase(from, file);
  await mkdir(dirname(newKeys), { recursive: true, mode: 0o700 });
  const taken = await takeKeysOut(file, newKeys);
  await syncFile(file);
  await syncFile(newKeys);
  return taken;
}

/** A file that is gone was purged after the ledger was copied; else the content is damaged, and nobody should believe in this backup. */
async function copyContent(ledger: string, folder: string, file: ContentFile): Promise<readonly ManifestFile[]> {
  const path = `content/${file.submission}/${file.part}`;
  const from = join(dirname(ledger), path);
  try {
    await copyDurably(from, join(folder, path));
    return [await entry(folder, path)];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const { contentFileIsWanted } = await import('../../ledger/sqlite/data-keys.ts');
    if (!contentFileIsWanted(ledger, file)) return [];
    throw new ConfigurationFault('AB_LEDGER_UNUSABLE', 'A file with sealed content is missing beside the ledger', {
      where: { file: from },
    });
  }
}

async function entry(folder: string, path: string): Promise<ManifestFile> {
  return { path, ...(await factsOf(join(folder, path))) };
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = join(folder, manifestName);
  await writeFile(file, `${JSON.stringify(manifest, undefined, 1)}\n`, { mode: 0o600, flag: 'wx' });
  await syncFile(file);
  await syncFolder(folder);
}

/** A full or read-only medium is told as what it is. */
function asFault(error: unknown, root: string): unknown {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  const isUnwritable =
    typeof errcode === 'number'
      ? [8, 10, 13, 14].includes(errcode & 0xff)
      : ['ENOSPC', 'EROFS', 'EDQUOT', 'EFBIG', 'EACCES'].includes(String(code));
  if (!isUnwritable) return error;
  return new ConfigurationFault('AB_DISK_FULL', `The backup cannot be written (${String(errcode ?? code)})`, {
    where: { file: root },
    hint: 'Free some space there, or name another folder; nothing of this backup was kept.',
  });
}
