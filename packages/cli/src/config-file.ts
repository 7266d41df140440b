import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CliError } from './cli-error.ts';
import type { Translate } from './texts/texts.ts';

/** The name of the configuration file of a project. */
export const configFileName = 'amtsbote.yaml';

/**
 * The configuration file: the named one, or the first found from `cwd` upwards.
 *
 * @throws CliError AB_CONFIG_NOT_FOUND
 */
export function findConfigFile(cwd: string, named: string | undefined, t: Translate): string {
  const found = lookForConfigFile(cwd, named);
  if (found !== undefined) return found;
  throw new CliError(t('error.configNotFound'), {
    code: 'AB_CONFIG_NOT_FOUND',
    hint: t('error.configNotFoundHint'),
  });
}

/** Like {@link findConfigFile}, undefined when none is found. */
export function lookForConfigFile(cwd: string, named: string | undefined): string | undefined {
  if (named !== undefined) return resolve(cwd, named);
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, configFileName);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return undefined;
  }
}
