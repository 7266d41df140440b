import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { ConfigurationFault } from '../errors/families.ts';
import { resolve } from 'node:path';
import type { SecretsConfig, SecretSourceName } from '../config/config.ts';
import type { SecretReader } from '../target/services.ts';
import { environmentSource, variableOf } from './environment-source.ts';
import { keyringSource } from './keyring-source.ts';
import { createMasterKey, readMasterKey } from './master-key.ts';
import { sealedFileSource } from './sealed-file-source.ts';

/** A place where secrets are kept. */
export interface SecretSource {
  readonly name: SecretSourceName;
  /** The secret, or undefined when this source has none of that name. Throws AB_SECRET_UNREADABLE when it cannot be read. */
  get(name: string): Promise<string | undefined>;
}

/** A source that secrets can be put into: the keyring of the operating system, or a sealed file. */
export interface KeptSource extends SecretSource {
  set(name: string, value: string): Promise<void>;
  list(): Promise<readonly string[]>;
  /** False when there was none. */
  remove(name: string): Promise<boolean>;
}

/** Secrets of one configuration: read by connectors, kept by `amtsbote secret`. */
export interface SecretStore extends SecretReader {
  /** Where {@link SecretStore.set} keeps secrets: the first of the sources that can. */
  readonly keptIn: SecretSourceName;
  set(name: string, value: string): Promise<void>;
  /** Names of the secrets kept. */
  list(): Promise<readonly string[]>;
  /** Removes a secret; false when there was none. */
  remove(name: string): Promise<boolean>;
  /** Which source has it; undefined for none. Never tells the value. */
  sourceOf(name: string): Promise<SecretSourceName | undefined>;
}

const defaultSecretsFile = '.amtsbote/secrets.sealed';

/** Without a configuration: environment, then keyring. */
const usual: SecretsConfig & { readonly directory: string } = { sources: ['env', 'keyring'], directory: '.' };

/**
 * Opens the sources of a configuration in their order; the first that has a secret wins. Secrets are kept in the first source that can
 * keep any, or in the keyring.
 */
export function openSecretStore(
  config: SecretsConfig & { readonly directory: string } = usual,
  env: Readonly<Record<string, string | undefined>> = process.env,
): SecretStore {
  const { sources } = config;
  const kept = { keyring: keyringSource(), file: fileSource(config, env) };
  const readers = sources.map((name): SecretSource => (name === 'env' ? environmentSource(env) : kept[name]));
  const keeper = kept[sources.find((name) => name !== 'env') ?? 'keyring'];
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
    keptIn: keeper.name,
    set: (name, value) => keeper.set(secretName(name), value),
    list: () => keeper.list(),
    remove: (name) => keeper.remove(secretName(name)),
  };
}

/** The sealed file; its key is made with the first secret, where it is ours to make. */
function fileSource({ file, directory }: Parameters<typeof openSecretStore>[0] & object, env: NodeJS.ProcessEnv): KeptSource {
  const { path = defaultSecretsFile, key = 'file:.amtsbote/secrets.key' } = file ?? {};
  const source = sealedFileSource(resolve(directory, path), () => readMasterKey(key, directory, env));
  return {
    ...source,
    set: async (name, value) => {
      if (/^(file|keyring):/.test(key)) await createMasterKey(key, directory);
      await source.set(name, value);
    },
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
