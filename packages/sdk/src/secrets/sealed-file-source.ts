import { createSecretKey } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationFault } from '../errors/families.ts';
import { seal, unseal } from '../sealing/envelope.ts';
import type { KeptSource } from './secret-store.ts';

const place = 'amtsbote/secrets/1';

/**
 * Secrets in one sealed file, for servers without a keyring: AES-256-GCM under a key from elsewhere (systemd credential, environment, a
 * file with checked modes). Written whole and durable, mode 0600; a reader sees the old or the new content.
 *
 * @param key called at the first use; 32 bytes
 */
export function sealedFileSource(file: string, key: () => Promise<Uint8Array>): KeptSource {
  const change = async (edit: (secrets: Map<string, string>) => void): Promise<void> => {
    const secrets = await readAll(file, key);
    edit(secrets);
    await writeAll(file, await key(), secrets);
  };
  return {
    name: 'file',
    get: async (name) => (await readAll(file, key)).get(name),
    set: (name, value) => change((secrets) => void secrets.set(name, value)),
    list: async () => [...(await readAll(file, key)).keys()].toSorted(),
    remove: async (name) => {
      if (!(await readAll(file, key)).has(name)) return false;
      await change((secrets) => void secrets.delete(name));
      return true;
    },
  };
}

async function readAll(file: string, key: () => Promise<Uint8Array>): Promise<Map<string, string>> {
  const sealed = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unreadable(file, 'The file of secrets cannot be read');
  });
  if (sealed === undefined) return new Map();
  const master = await key();
  try {
    const text = unseal(createSecretKey(master), place, sealed).toString('utf8');
    return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
  } catch {
    throw unreadable(file, 'The file of secrets does not open with its key');
  }
}

async function writeAll(file: string, key: Uint8Array, secrets: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(seal(createSecretKey(key), place, Buffer.from(JSON.stringify(Object.fromEntries(secrets)), 'utf8')));
    await handle.sync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

function unreadable(file: string, message: string): ConfigurationFault {
  return new ConfigurationFault('AB_SECRET_UNREADABLE', message, {
    where: { file },
    hint: 'Use the key it was made with (`secrets: { file: { key: … } }`), or remove the file and set the secrets again.',
  });
}
