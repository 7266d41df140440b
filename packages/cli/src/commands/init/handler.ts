import { existsSync } from 'node:fs';
import { constants, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import type { InitOptions, Template } from './options.ts';

/** What `init` made. */
export interface Initialised {
  readonly directory: string;
  readonly template: Template;
  /** Files, relative to the directory. */
  readonly files: readonly string[];
  /** The key file, relative to the directory. */
  readonly key: string;
}

const keyFile = '.amtsbote/master.key';
const folders = ['eingang', 'angenommen', 'abgelehnt'];
const ignored = ['.amtsbote/', ...folders.map((folder) => `${folder}/`), 'nachweise/'];

/**
 * Lays out a project from a template. Looks first and overwrites nothing.
 *
 * @throws CliError when a file is already there
 */
export async function init(context: Context, dir: string, options: InitOptions): Promise<Initialised> {
  const template = options.template ?? 'empty';
  const directory = resolve(context.deps.cwd, dir);
  const source = fileURLToPath(new URL(`../../../templates/${template}`, import.meta.url));
  const files = await filesIn(source);
  const taken = [...files, keyFile].find((file) => existsSync(join(directory, file)));
  if (taken !== undefined) {
    throw new CliError(context.view.t('init.exists', { file: taken }), {
      hint: context.view.t('init.existsHint'),
    });
  }
  for (const file of files) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await copyFile(join(source, file), join(directory, file), constants.COPYFILE_EXCL);
  }
  for (const folder of folders) await mkdir(join(directory, folder), { recursive: true, mode: 0o700 });
  const gitignore = await writeGitignore(directory);
  const { createMasterKey } = await context.deps.loadRuntime();
  await createMasterKey(`file:${keyFile}`, directory);
  return { directory, template, files: [...files, ...gitignore], key: keyFile };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();
}

/** An existing .gitignore is the operator's; without one, key and submissions would end up in git. */
async function writeGitignore(directory: string): Promise<readonly string[]> {
  const file = join(directory, '.gitignore');
  if (existsSync(file)) {
    await writeFile(file, `\n${ignored.join('\n')}\n`, { flag: 'a' });
    return [];
  }
  await writeFile(file, `${ignored.join('\n')}\n`, { flag: 'wx' });
  return ['.gitignore'];
}
