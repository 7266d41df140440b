import { ConfigurationFault } from '../errors/families.ts';
import type { SecretSource } from './secret-store.ts';

const service = 'amtsbote';

/** The keyring of the operating system: Credential Manager, Keychain, Secret Service. */
export interface KeyringSource extends SecretSource {
  set(name: string, value: string): Promise<void>;
  list(): Promise<readonly string[]>;
  remove(name: string): Promise<boolean>;
}

/** Opens the keyring at the first use; the package is loaded then. A locked or missing keyring is an error, never "no secret". */
export function keyringSource(): KeyringSource {
  return {
    name: 'keyring',
    get: (name) => use(async (keyring) => (await keyring.getPassword(service, name)) ?? undefined),
    set: (name, value) => use((keyring) => keyring.setPassword(service, name, value)),
    list: () =>
      use(async (keyring) => (await keyring.findCredentials(service)).map((credential) => credential.account).toSorted()),
    remove: (name) => use((keyring) => keyring.deletePassword(service, name)),
  };
}

type Keyring = typeof import('@napi-rs/keyring/keytar.js');

/** Errors of the keyring package lose their text: it may name more than the store. */
async function use<T>(act: (keyring: Keyring) => Promise<T>): Promise<T> {
  try {
    return await act(await import('@napi-rs/keyring/keytar.js'));
  } catch {
    throw new ConfigurationFault('AB_SECRET_UNREADABLE', 'The keyring of the operating system cannot be used here', {
      hint: 'Unlock it, or give secrets by environment variables (`secrets: { sources: [env] }`).',
    });
  }
}
