import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config, SecretStore } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { lookForConfigFile } from '../../config-file.ts';
import { type Context, projectDirectory } from '../../context.ts';

/** The public half of a key, and where it was written. */
export interface PublicKeyFile {
  /** What the key is for. */
  readonly use: 'decryption' | 'signing';
  /** The secret that holds its private half. */
  readonly secret: string;
  readonly kid: string;
  readonly file: string;
}

/** Where public halves go, and what secrets are called. */
export interface KeyOptions {
  /** What the names of the secrets begin with. */
  readonly name: string;
  /** The folder for public halves. Default: the current one. */
  readonly out?: string | undefined;
}

const uses = ['decryption', 'signing'] as const;

/** What of the connector is needed; it is loaded by name. */
interface FitConnectModule {
  readonly createDestinationKeys: () => Promise<Readonly<Record<PublicKeyFile['use'], object>>>;
  readonly parsePrivateKey: (text: string) => { readonly kid: string } | undefined;
  readonly publicHalf: (key: object) => { readonly kid: string };
}

/** Makes the keys of a destination: the private halves become secrets, the public ones files. Keys that are there stay. */
export async function createKeys(context: Context, options: KeyOptions): Promise<readonly PublicKeyFile[]> {
  const { view } = context;
  const store = await openStore(context);
  for (const use of uses) {
    const secret = secretOf(options, use);
    if ((await store.sourceOf(secret)) !== undefined) {
      throw new CliError(view.t('fitKeys.exists', { secret }), { hint: view.t('fitKeys.existsHint') });
    }
  }
  const keys = await (await load(context)).createDestinationKeys();
  for (const use of uses) await store.set(secretOf(options, use), JSON.stringify(keys[use]));
  return exportKeys(context, options);
}

/** Writes the public halves of stored keys into files. */
export async function exportKeys(context: Context, options: KeyOptions): Promise<readonly PublicKeyFile[]> {
  const store = await openStore(context);
  const { parsePrivateKey, publicHalf } = await load(context);
  const folder = resolve(context.deps.cwd, options.out ?? '.');
  const written: PublicKeyFile[] = [];
  for (const use of uses) {
    const secret = secretOf(options, use);
    const key = parsePrivateKey(await store.get(secret));
    if (key === undefined) throw new CliError(context.view.t('fitKeys.noKey', { secret }), { hint: context.view.t('fitKeys.noKeyHint') });
    const file = join(folder, `${secret}.public.jwk.json`);
    await mkdir(folder, { recursive: true });
    await writeFile(file, `${JSON.stringify(publicHalf(key), null, 2)}\n`);
    written.push({ use, secret, kid: key.kid, file });
  }
  return written;
}

function secretOf({ name }: KeyOptions, use: PublicKeyFile['use']): string {
  return `${name}-${use}`;
}

async function load(context: Context): Promise<FitConnectModule> {
  const { deps } = context;
  return (await deps.importConnector('@amtsbote/connectors/portals/fit-connect', projectDirectory(context))) as FitConnectModule;
}

async function openStore({ deps, options }: Context): Promise<SecretStore> {
  const { loadConfig, openSecretStore } = await deps.loadRuntime();
  const file = lookForConfigFile(deps.cwd, options.config);
  const config: Config | undefined = file === undefined ? undefined : await loadConfig(file);
  return openSecretStore(config && { ...config.secrets, directory: config.directory }, deps.env);
}
