import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- types only; the module is loaded when it is asked for
import type { RsaJwk } from '@amtsbote/simulators/fit-connect';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';

/** Reads the public keys of a receiver: one file to encrypt with, one to verify with, perhaps older ones. */
export async function readPublicKeys(context: Context, files: readonly string[]): Promise<readonly RsaJwk[]> {
  const keys = await Promise.all(files.map((file) => readPublicKey(context, file)));
  const isWhole = keys.some(isForEncryption) && keys.some(({ key_ops: operations }) => operations.includes('verify'));
  if (!isWhole) throw new CliError(context.view.t('simulate.fitConnect.keysMissing'));
  return keys;
}

/** True for a key to encrypt with. */
export function isForEncryption({ key_ops: operations }: RsaJwk): boolean {
  return operations.includes('wrapKey');
}

async function readPublicKey({ deps, view }: Context, file: string): Promise<RsaJwk> {
  const text = await readFile(resolve(deps.cwd, file), 'utf8').catch(() => '');
  const key = parse(text);
  if (!isRsaKey(key)) throw new CliError(view.t('simulate.fitConnect.noKey', { file }));
  if ('d' in key) throw new CliError(view.t('simulate.fitConnect.privateKey', { file }));
  return key;
}

function isRsaKey(key: unknown): key is RsaJwk {
  if (typeof key !== 'object' || key === null || !('kty' in key) || key.kty !== 'RSA') return false;
  return 'kid' in key && typeof key.kid === 'string' && 'key_ops' in key && Array.isArray(key.key_ops);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
