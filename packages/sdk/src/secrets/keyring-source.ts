import { ConfigurationFault } from '../errors/families.ts';
import type { KeptSource } from './secret-store.ts';

const service = 'amtsbote';

/**
 * The keyring of the operating system: Credential Manager, Keychain, Secret Service. Opened at the first use; the package is loaded then. A locked or missing keyring is an error, never "no secret". On Linux
 * only the Secret Service counts: the package would otherwise fall back to the kernel's keyring, which a restart empties.
 */
export function keyringSource(): KeptSource {
  return {
    name: 'keyring',
    get: (name) => use(async (keyring) => (await entryOf(keyring, name).getPassword()) ?? undefined),
    set: (name, value) => use((keyring) => entryOf(keyring, name).setPassword(value)),
    list: () => use(async (keyring) => (await keyring.findCredentialsAsync(service)).map((credential) => credential.account).toSorted()),
    remove: (name) => use((keyring) => entryOf(keyring, name).deletePassword()),
  };
}

type Keyring = typeof import('@napi-rs/keyring');

function entryOf(keyring: Keyring, name: string): InstanceType<Keyring['AsyncEntry']> {
  return new keyring.AsyncEntry(service, name, { linux: { store: 'secret-service' } });
}

/** Errors of the keyring package lose their text: it may name more than the store. */
async function use<T>(act: (keyring: Keyring) => Promise<T>): Promise<T> {
  try {
    return await act(await import('@napi-rs/keyring'));
  } catch {
    throw new ConfigurationFault('AB_SECRET_UNREADABLE', 'The keyring of the operating system cannot be used here', {
      hint: 'Unlock it, or give secrets by environment variables (`secrets: { sources: [env] }`).',
    });
  }
}
