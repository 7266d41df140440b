import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import type { KeyOptions, PublicKeyFile } from './handler.ts';
import { type KeyNames, type KeyUse, keyUses, type OwnKeys } from './own-keys.ts';

/** Writes public halves, and requests for their certificates. */
export interface PublicFiles {
  write(names: KeyNames): Promise<readonly PublicKeyFile[]>;
}

/** What goes into the files. */
export interface PublicFileOptions extends Pick<KeyOptions, 'out' | 'csr'> {
  /** Certificates that go with the keys they are of. */
  readonly pem?: string | undefined;
}

/**
 * Prepares the files for upload; what the options say is looked at before anything is made.
 *
 * @throws CliError for a name that no certificate can have
 */
export function publicFiles(context: Context, options: PublicFileOptions, keys: OwnKeys): PublicFiles {
  const { t } = context.view;
  const { module } = keys;
  const folder = resolve(context.deps.cwd, options.out ?? '.');
  const subject = options.csr === undefined ? undefined : module.parseSubject(options.csr);
  if (options.csr !== undefined && subject === undefined) throw new CliError(t('fitKeys.noSubject'), { hint: t('fitKeys.noSubjectHint') });

  const writeOne = async (use: KeyUse, secret: string): Promise<PublicKeyFile & { readonly certified: boolean }> => {
    const key = await keys.get(secret);
    if (key === undefined) throw new CliError(t('fitKeys.noKey', { secret }), { hint: t('fitKeys.noKeyHint') });
    const bare = module.publicHalf(key);
    const certified = options.pem === undefined ? undefined : module.withCertificates(bare, options.pem);
    const file = join(folder, `${secret}.public.jwk.json`);
    await writeFile(file, `${JSON.stringify(certified ?? bare, null, 2)}\n`);
    const written = { use, secret, kid: key.kid, file, certified: certified !== undefined };
    if (subject === undefined) return written;
    const request = join(folder, `${secret}.csr`);
    await writeFile(request, module.certificateRequest(key, subject));
    return { ...written, request };
  };

  return {
    write: async (names) => {
      await mkdir(folder, { recursive: true });
      const written: (PublicKeyFile & { readonly certified: boolean })[] = [];
      for (const use of keyUses) written.push(await writeOne(use, names[use]));
      if (options.pem !== undefined && !written.some(({ certified }) => certified)) throw new CliError(t('fitKeys.noCertificate'));
      return written.map(({ certified: _certified, ...file }) => file);
    },
  };
}
