import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';

/** Writes a file that a person asked for, with the folders above it. */
export async function writeReport({ deps, view }: Context, file: string, content: string): Promise<void> {
  const path = resolve(deps.cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch {
    throw new CliError(view.t('mapping.cannotWrite', { file }));
  }
}
