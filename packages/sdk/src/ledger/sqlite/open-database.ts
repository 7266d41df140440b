import { chmod, mkdir, open, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationFault } from '../../errors/families.ts';

const busyTimeoutMs = 10_000;
const cacheKib = 16_384;
/** Pages of 4 kB in the WAL before they are carried over: fewer, larger carries cost less; the WAL grows to 16 MB. */
const checkpointPages = 4000;
/** File system types (statfs) on which SQLite's WAL is not safe: NFS, SMB1, SMB2, CIFS, 9p, FUSE is left to the operator. */
const networkFileSystems = new Set([0x6969, 0x517b, 0xfe53_4d42, 0xff53_4d42, 0x0102_1997]);

/**
 * Opens the SQLite file of a ledger: WAL, `synchronous=FULL`, overwritten deletes, a busy time-out, mode 0600 for it and
 * 0700 for a folder we make.
 *
 * @throws ConfigurationFault AB_LEDGER_UNUSABLE on a network file system, with foreign modes, or when it cannot be opened
 */
export async function openDatabase(file: string): Promise<DatabaseSync> {
  const folder = dirname(file);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await refuseNetwork(folder);
    const isNew = await makePrivate(file);
    return connect(file, isNew);
  } catch (error) {
    if (error instanceof ConfigurationFault) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigurationFault('AB_LEDGER_UNUSABLE', `The ledger cannot be opened (${code})`, { where: { file } });
  }
}

function connect(file: string, isNew: boolean): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  // Lets a purge give free pages back. In a file that is there it would be a write, and without effect.
  if (isNew) database.exec('pragma auto_vacuum = incremental');
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('pragma secure_delete = on');
  database.exec(`pragma cache_size = -${cacheKib}`);
  database.exec(`pragma wal_autocheckpoint = ${checkpointPages}`);
  return database;
}

/**
 * SQLite gives its side files (-wal, -shm) the mode of the main file, so that must be private before the first open. True for a file that is
 * empty yet.
 */
async function makePrivate(file: string): Promise<boolean> {
  const handle = await open(file, 'a', 0o600);
  await handle.close();
  const facts = await stat(file);
  if (process.platform === 'win32') return facts.size === 0;
  if (process.getuid !== undefined && facts.uid !== process.getuid()) {
    throw new ConfigurationFault('AB_LEDGER_UNUSABLE', 'The ledger belongs to another account', { where: { file } });
  }
  if ((facts.mode & 0o077) !== 0) await chmod(file, 0o600);
  return facts.size === 0;
}

async function refuseNetwork(folder: string): Promise<void> {
  const { type } = await statfs(folder);
  if (!networkFileSystems.has(type)) return;
  throw new ConfigurationFault('AB_LEDGER_UNUSABLE', 'The ledger lies on a network file system, where it is not safe', {
    where: { file: folder },
    hint: 'Put it on a local disk.',
  });
}
