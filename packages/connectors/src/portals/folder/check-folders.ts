import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type CheckResult, errorCodes } from '@amtsbote/sdk';
import { isGone, listFolder } from './listing.ts';
import { pendingRemovals } from './removal.ts';

/** The folders of a portal. */
export interface Folders {
  readonly path: string;
  readonly accepted: string;
  readonly rejected: string;
  readonly status: string;
}

/** Types of network file systems, as `statfs` tells them on Linux: NFS, SMB, CIFS, SMB2. */
const networkTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);

/** Looks whether the folders can be used and whether something was left in them. Changes nothing. */
export async function checkFolders({ path, accepted, rejected, status }: Folders): Promise<readonly CheckResult[]> {
  const hot = await checkFolder('hot folder is readable and writable', path, constants.R_OK);
  return [
    hot,
    ...(hot.ok ? await checkContent(path) : []),
    await checkReceipts('receipts of accepted submissions can be written', accepted),
    await checkReceipts('receipts of rejected submissions can be written', rejected),
    await checkReceipts('receipts of later states can be written', status),
  ];
}

async function checkFolder(name: string, path: string, read: number = 0): Promise<CheckResult> {
  try {
    if (!(await stat(path)).isDirectory()) return { name, ok: false, detail: path, hint: 'This is no folder.' };
    await access(path, constants.W_OK | constants.X_OK | read);
    return { name, ok: true, detail: path };
  } catch (error) {
    const hint = isGone(error) ? 'Create the folder.' : 'Let the account that runs Amtsbote read and write it.';
    return { name, ok: false, detail: path, hint };
  }
}

/** A folder for receipts is made when it is first needed: then its parent must be writable. */
async function checkReceipts(name: string, path: string): Promise<CheckResult> {
  const result = await checkFolder(name, path);
  const missing = await stat(path).then(
    () => false,
    (error: unknown) => isGone(error),
  );
  return missing ? { ...(await checkFolder(name, dirname(path))), detail: path } : result;
}

async function checkContent(path: string): Promise<readonly CheckResult[]> {
  const { ignored, misnamed } = await listFolder(path);
  const pending = (await pendingRemovals(path)).length;
  const temporary = (await readdir(path)).filter((name) => /\.(part|tmp|crdownload|filepart|partial)$/i.test(name)).length;
  const network = networkTypes.has((await statfs(path)).type);
  return [
    {
      name: 'hot folder holds files and folders only',
      ok: ignored === 0,
      ...(ignored === 0 ? {} : { detail: `${ignored} links or special files`, hint: 'They are never followed: remove them.' }),
    },
    {
      name: 'names in the hot folder can be read',
      ok: misnamed.length === 0,
      ...(misnamed.length === 0 ? {} : { detail: `${misnamed.length} names are not UTF-8`, hint: errorCodes.AB_FILE_NAME.hint }),
    },
    {
      name: 'hot folder has no leftovers',
      ok: true,
      detail: `${pending} removals to finish, ${temporary} unfinished uploads`,
    },
    {
      name: 'hot folder is local',
      ok: true,
      detail: network ? 'network file system' : 'local file system',
      ...(network ? { hint: 'Let the sender write .done markers: sizes and times may come late over the network.' } : {}),
    },
  ];
}
