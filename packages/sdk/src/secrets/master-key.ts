import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConfigurationFault } from '../errors/families.ts';
import { keyringSource } from './keyring-source.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the master key of a ledger.
 *
 * @param reference `keyring:NAME`, `env:VARIABLE` or `file:PATH` (relative to `directory`); each holds 32 bytes as base64
 * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE | AB_KEY_INSECURE | AB_CONFIG_INVALID
 */
export async function readMasterKey(reference: string, directory: string, env: Env): Promise<Uint8Array> {
  const { kind, name } = parseReference(reference);
  const text = await {
    env: async () => env[name],
    keyring: () => keyringSource().get(name),
    file: () => readKeyFile(resolve(directory, name)),
  }[kind]();
  if (text === undefined) {
    throw new ConfigurationFault('AB_SECRET_MISSING', `The master key is not in ${reference}`, {
      hint: '`amtsbote init` makes one; a ledger opens with the key it was made with only.',
    });
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === 32) return key;
  throw new ConfigurationFault('AB_CONFIG_INVALID', `The master key in ${reference} is not 32 bytes in base64`);
}

/**
 * Makes a new master key where there is none yet, and returns whether it did. An `env:` key is the operator's to make.
 *
 * @throws ConfigurationFault AB_SECRET_UNREADABLE | AB_USAGE
 */
export async function createMasterKey(reference: string, directory: string): Promise<boolean> {
  const { kind, name } = parseReference(reference);
  const key = randomBytes(32).toString('base64');
  if (kind === 'env') throw new ConfigurationFault('AB_USAGE', 'A master key in the environment is set there, not made here');
  if (kind === 'file') return writeKeyFile(resolve(directory, name), key);
  const keyring = keyringSource();
  if ((await keyring.get(name)) !== undefined) return false;
  await keyring.set(name, key);
  return true;
}

function parseReference(reference: string): { kind: 'keyring' | 'env' | 'file'; name: string } {
  const [, kind, name] = /^(keyring|env|file):(.+)$/.exec(reference) ?? [];
  if (kind !== undefined && name !== undefined) return { kind: kind as 'keyring' | 'env' | 'file', name };
  throw new ConfigurationFault('AB_CONFIG_INVALID', '`masterKey` names a place: keyring:NAME, env:VARIABLE or file:PATH');
}

async function readKeyFile(file: string): Promise<string | undefined> {
  try {
    const { mode, uid } = await stat(file);
    const foreign = process.getuid !== undefined && uid !== process.getuid();
    if (process.platform !== 'win32' && ((mode & 0o077) !== 0 || foreign)) {
      throw new ConfigurationFault('AB_KEY_INSECURE', 'The key file can be read by others, or belongs to another account', {
        where: { file },
      });
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof ConfigurationFault) throw error;
    throw new ConfigurationFault('AB_SECRET_UNREADABLE', 'The key file cannot be read', { where: { file } });
  }
}

async function writeKeyFile(file: string, key: string): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${key}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
