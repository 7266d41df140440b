import type { Config, SecretStore } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { lookForConfigFile } from '../../config-file.ts';
import type { Context } from '../../context.ts';
import { askHidden, readInput } from '../../prompt.ts';
import type { Translate } from '../../texts/texts.ts';

/** A secret and where it is found, never its value. */
export interface ListedSecret {
  readonly name: string;
  /** Null when it is nowhere. */
  readonly source: string | null;
}

/** Stores a secret that is typed when asked, or read from standard input. Returns the word of the place. */
export async function setSecret(context: Context, name: string): Promise<string> {
  const { deps, view } = context;
  const store = await openStore(context, await configOf(context));
  const value = deps.stdin.isTTY === true ? await askHidden(deps, view.t('secret.prompt', { name })) : await readInput(deps.stdin);
  if (value === '') throw new CliError(view.t('secret.emptyValue'), { hint: view.t('secret.emptyHint') });
  await store.set(name, value);
  return sourceWord(store.keptIn, view.t);
}

/** All secrets that the configuration names or that are kept; keyring and file are asked only if the configuration uses them. */
export async function listSecrets(context: Context): Promise<readonly ListedSecret[]> {
  const config = await configOf(context);
  const store = await openStore(context, config);
  const { namedSecrets } = await context.deps.loadRuntime();
  const names = new Set(namedSecrets(config));
  if (config?.secrets.sources.some((source) => source !== 'env') ?? true) for (const name of await store.list()) names.add(name);
  const secrets: ListedSecret[] = [];
  for (const name of [...names].toSorted()) secrets.push({ name, source: (await store.sourceOf(name)) ?? null });
  return secrets;
}

/** Removes a secret; false when there was none. */
export async function removeSecret(context: Context, name: string): Promise<boolean> {
  const store = await openStore(context, await configOf(context));
  return await store.remove(name);
}

/** The source of a secret as a word. */
export function sourceWord(source: string | null, t: Translate): string {
  if (source === null) return t('secret.missing');
  return source === 'env' || source === 'keyring' || source === 'file' ? t(`secret.${source}`) : source;
}

/** Secrets can be stored before there is a configuration. */
async function configOf({ deps, options }: Context): Promise<Config | undefined> {
  const { loadConfig } = await deps.loadRuntime();
  const file = lookForConfigFile(deps.cwd, options.config);
  return file === undefined ? undefined : await loadConfig(file);
}

async function openStore({ deps }: Context, config: Config | undefined): Promise<SecretStore> {
  const { openSecretStore } = await deps.loadRuntime();
  return openSecretStore(config && { ...config.secrets, directory: config.directory }, deps.env);
}
