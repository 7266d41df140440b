import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationFault } from '../errors/families.ts';
import { keyringSource } from './keyring-source.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the master key of a ledger, or the key of a file of secrets.
 *
 * @param reference `keyring:NAME`, `env:VARIABLE`, `credential:NAME` (of the systemd unit that started us) or `file:PATH` (relative to
 * `directory`); each holds 32 bytes as base64
 * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE | AB_KEY_INSECURE | AB_CONFIG_INVALID
 */
export async function readMasterKey(reference: string, directory: string, env: Env): Promise<Uint8Array> {
  const { kind, name } = parseReference(reference);
  const text = await {
    env: async () => env[name],
    keyring: () => keyringSource().get(name),
    file: () => readKeyFile(resolve(directory, name)),
    credential: () => readCredential(name, env),
  }[kind]();
  if (text === undefined) {
    throw new ConfigurationFault('AB_SECRET_MISSING', `There is no key in ${reference}`, {
      hint: '`amtsbote init` makes the master key; a ledger opens with the key it was made with only.',
    });
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === 32) return key;
  throw new ConfigurationFault('AB_CONFIG_INVALID', `The key in ${reference} is not 32 bytes in base64`);
}

/**
 * Makes a new key where there is none yet, and returns whether it did. A key in the environment, or a credential of a systemd unit, is the
 * operator's to make.
 *
 * @throws ConfigurationFault AB_SECRET_UNREADABLE | AB_USAGE
 */
export async function createMasterKey(reference: string, directory: string): Promise<boolean> {
  const { kind, name } = parseReference(reference);
  const key = randomBytes(32).toString('base64');
  if (kind === 'env' || kind === 'credential') {
    throw new ConfigurationFault('AB_USAGE', `A key in ${kind}: is set there, not made here`, {
      hint: 'Make 32 random bytes as base64, for example with `openssl rand -base64 32`.',
    });
  }
  if (kind === 'file') return writeKeyFile(resolve(directory, name), key);
  const keyring = keyringSource();
  if ((await keyring.get(name)) !== undefined) return false;
  await keyring.set(name, key);
  return true;
}

type KeyPlace = 'keyring' | 'env' | 'file' | 'credential';

function parseReference(reference: string): { kind: KeyPlace; name: string } {
  const [, kind, name] = /^(keyring|env|file|credential):(.+)$/.exec(reference) ?? [];
  if (kind !== undefined && name !== undefined) return { kind: kind as KeyPlace, name };
  throw new ConfigurationFault(
    'AB_CONFIG_INVALID',
    'A key is named by its place: keyring:NAME, env:VARIABLE, credential:NAME or file:PATH',
  );
}

/** A credential that systemd hands to the unit (`LoadCredential=`, `LoadCredentialEncrypted=`): a file only that unit can read. */
async function readCredential(name: string, env: Env): Promise<string | undefined> {
  const folder = env['CREDENTIALS_DIRECTORY'];
  if (folder === undefined || !/^[A-Za-z0-9._-]+$/.test(name)) return undefined;
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigurationFault('AB_SECRET_UNREADABLE', `The credential ${name} cannot be read`);
  }
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
