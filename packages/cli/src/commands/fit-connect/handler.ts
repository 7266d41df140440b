import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { type KeyNames, keyUses, type KeyUse, openKeys, type OwnKeys, secretOf } from './own-keys.ts';
import { publicFiles } from './public-files.ts';

/** The public half of a key, and where it was written. */
export interface PublicKeyFile {
  /** What the key is for. */
  readonly use: KeyUse;
  /** The secret that holds its private half. */
  readonly secret: string;
  readonly kid: string;
  readonly file: string;
  /** The request for its certificate, where one was asked for. */
  readonly request?: string | undefined;
}

/** Where public halves go, and what secrets are called. */
export interface KeyOptions {
  /** What the names of the secrets begin with. */
  readonly name: string;
  /** The folder for public halves. Default: the current one. */
  readonly out?: string | undefined;
  /** The name for which certificates are asked for, such as `C=DE,O=Stadt Musterstadt,CN=FIT-Connect`. */
  readonly csr?: string | undefined;
  /** Files with certificates (PEM) that go with the public halves. */
  readonly certificate?: readonly string[] | undefined;
}

/** What became of a change of keys. */
export interface Rotation {
  readonly keys: readonly PublicKeyFile[];
  /** False when a change is under way: its keys were made before. */
  readonly made: boolean;
  /** The secrets that the new keys stand beside. */
  readonly old: KeyNames;
}

/** Makes the keys of a destination: the private halves become secrets, the public ones files. Keys that are there stay. */
export async function createKeys(context: Context, options: KeyOptions): Promise<readonly PublicKeyFile[]> {
  const { t } = context.view;
  const keys = await openKeys(context);
  for (const use of keyUses) {
    const secret = secretOf(options.name, use, 1);
    if (await keys.has(secret)) throw new CliError(t('fitKeys.exists', { secret }), { hint: t('fitKeys.existsHint') });
  }
  const files = publicFiles(context, options, keys);
  await keys.make(namesOf(options, 1));
  return files.write(namesOf(options, 1));
}

/** Writes the public halves of stored keys into files: those of the newest pair. */
export async function exportKeys(context: Context, options: KeyOptions): Promise<readonly PublicKeyFile[]> {
  const keys = await openKeys(context);
  const pems = await Promise.all((options.certificate ?? []).map(async (file) => readText(context, file)));
  const files = publicFiles(context, { ...options, pem: pems.length === 0 ? undefined : pems.join('\n') }, keys);
  return files.write(namesOf(options, Math.max(1, await newest(keys, options))));
}

/**
 * Makes a new pair beside the old one. Begun again after it was cut off, it goes on where it stopped; while the configuration does not use
 * the newest pair for everything, that one is told once more, and nothing is made.
 */
export async function rotateKeys(context: Context, options: KeyOptions): Promise<Rotation> {
  const { t } = context.view;
  const keys = await openKeys(context);
  const last = await newest(keys, options);
  if (last === 0) throw new CliError(t('fitKeys.nothingToRotate', { name: options.name }), { hint: t('fitKeys.nothingToRotateHint') });
  const files = publicFiles(context, options, keys);
  const names = namesOf(options, last);
  const isComplete = (await keys.has(names.decryption)) && (await keys.has(names.signing));
  const inUse = isComplete && keyUses.every((use) => keys.isConfigured(names[use]));
  if (last === 1 && !inUse) {
    throw new CliError(t('fitKeys.notInUse', { secret: names.signing }), { hint: t('fitKeys.notInUseHint') });
  }
  const next = inUse ? last + 1 : last;
  if (inUse || !isComplete) await keys.make(namesOf(options, next));
  return { keys: await files.write(namesOf(options, next)), made: inUse, old: namesOf(options, next - 1) };
}

function namesOf({ name }: Pick<KeyOptions, 'name'>, number: number): KeyNames {
  return { decryption: secretOf(name, 'decryption', number), signing: secretOf(name, 'signing', number) };
}

/** The number of the newest pair, also of one of which only one key was made; 0 for none. */
async function newest(keys: OwnKeys, { name }: Pick<KeyOptions, 'name'>): Promise<number> {
  for (let number = 1; ; number += 1) {
    const found = await Promise.all(keyUses.map(async (use) => keys.has(secretOf(name, use, number))));
    if (!found.includes(true)) return number - 1;
  }
}

async function readText({ deps, view }: Context, file: string): Promise<string> {
  try {
    return await readFile(resolve(deps.cwd, file), 'utf8');
  } catch {
    throw new CliError(view.t('fitKeys.unreadable', { file }));
  }
}
