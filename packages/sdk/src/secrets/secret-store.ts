import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { ConfigurationFault } from '../errors/families.ts';
import type { SecretSourceName } from '../config/config.ts';
import type { SecretReader } from '../target/services.ts';
import { environmentSource, variableOf } from './environment-source.ts';
import { keyringSource } from './keyring-source.ts';

/** A place where secrets are kept. */
export interface SecretSource {
  readonly name: SecretSourceName;
  /** The secret, or undefined when this source has none of that name. Throws AB_SECRET_UNREADABLE when it cannot be read. */
  get(name: string): Promise<string | undefined>;
}

/** Secrets of one configuration: read by connectors, kept by `amtsbote secret`. */
export interface SecretStore extends SecretReader {
  /** Keeps a secret in the keyring of the operating system. */
  set(name: string, value: string): Promise<void>;
  /** Names of the secrets in the keyring. */
  list(): Promise<readonly string[]>;
  /** Removes a secret from the keyring; false when there was none. */
  remove(name: string): Promise<boolean>;
  /** Which source has it; undefined for none. Never tells the value. */
  sourceOf(name: string): Promise<SecretSourceName | undefined>;
}

/**
 * Opens the sources in the order given; the first that has a secret wins.
 *
 * @param sources default `env`, then `keyring`
 */
export function openSecretStore(
  sources: readonly SecretSourceName[] = ['env', 'keyring'],
  env: Readonly<Record<string, string | undefined>> = process.env,
): SecretStore {
  const keyring = keyringSource();
  const readers = sources.map((name): SecretSource => (name === 'env' ? environmentSource(env) : keyring));
  const find = async (name: string): Promise<{ source: SecretSourceName; value: string } | undefined> => {
    for (const reader of readers) {
      const value = await readOrExplain(reader, name);
      if (value !== undefined) return { source: reader.name, value };
    }
    return undefined;
  };
  return {
    get: async (reference) => {
      const name = secretName(reference);
      const found = await find(name);
      if (found !== undefined) return found.value;
      throw new ConfigurationFault('AB_SECRET_MISSING', `There is no secret ${name} in ${sources.join(' or ')}`, { hint: howToGive(name) });
    },
    sourceOf: async (reference) => (await find(secretName(reference)))?.source,
    set: (name, value) => keyring.set(secretName(name), value),
    list: () => keyring.list(),
    remove: (name) => keyring.remove(secretName(name)),
  };
}

/** A store that cannot be read says how else this secret can be given. */
async function readOrExplain(source: SecretSource, name: string): Promise<string | undefined> {
  try {
    return await source.get(name);
  } catch (error) {
    if (!isAmtsboteError(error)) throw error;
    throw new ConfigurationFault(error.code, `${error.message}, and the secret ${name} is nowhere else`, { hint: howToGive(name) });
  }
}

function howToGive(name: string): string {
  return `Store it with \`amtsbote secret set ${name}\`, or set the environment variable ${variableOf(name)}.`;
}

/** The name behind a reference, such as `portal-password` of `secret:portal-password`. */
export function secretName(reference: string): string {
  const name = reference.replace(/^secret:/, '');
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name)) return name;
  throw new ConfigurationFault('AB_USAGE', 'A secret has a name of letters, digits, dots, hyphens and underscores, at most 128');
}
