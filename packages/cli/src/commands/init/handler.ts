import { existsSync } from 'node:fs';
import { appendFile, constants, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from '../../cli-error.ts';
import { configFileName } from '../../config-file.ts';
import type { Context } from '../../context.ts';
import type { InitOptions, Template } from './options.ts';

/** What `init` made. */
export interface Initialised {
  readonly directory: string;
  /** Null when the project was there and only lacked what belongs to this machine. */
  readonly template: Template | null;
  /** Files, relative to the directory. */
  readonly files: readonly string[];
  /** Where the key is, and whether it was made now. */
  readonly key: { readonly place: string; readonly created: boolean };
}

const folders = ['eingang', 'angenommen', 'abgelehnt'];
const ignored = ['.amtsbote/', ...folders.map((folder) => `${folder}/`), 'stand/', 'nachweise/'];
const schemaFiles = { config: '.amtsbote/amtsbote.schema.json', mapping: '.amtsbote/mapping.schema.json' };

/**
 * Lays out a project from a template; in a project that came without them (a clone), only what belongs to this machine: key,
 * folders, JSON schemas. Looks first and overwrites nothing.
 *
 * @throws CliError when a file of the template is already there, or a ledger is there without its key
 */
export async function init(context: Context, dir: string, options: InitOptions): Promise<Initialised> {
  const directory = resolve(context.deps.cwd, dir);
  const there = options.template === undefined && existsSync(join(directory, configFileName));
  const template = there ? null : (options.template ?? 'empty');
  const copied = template === null ? [] : await copyTemplate(context, template, directory);
  for (const folder of folders) await mkdir(join(directory, folder), { recursive: true, mode: 0o700 });
  const key = await makeKey(context, directory);
  const files = [...copied, ...(await writeSchemas(context, directory)), ...(await writeGitignore(directory))];
  return { directory, template, files, key };
}

async function copyTemplate(context: Context, template: Template, directory: string): Promise<readonly string[]> {
  const source = fileURLToPath(new URL(`../../../templates/${template}`, import.meta.url));
  const files = await filesIn(source);
  const taken = files.find((file) => existsSync(join(directory, file)));
  if (taken !== undefined) {
    throw new CliError(context.view.t('init.exists', { file: taken }), {
      hint: context.view.t('init.existsHint'),
    });
  }
  for (const file of files) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await copyFile(join(source, file), join(directory, file), constants.COPYFILE_EXCL);
  }
  return files;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted();
}

/** A new key beside an old ledger would only hide that the old key is lost. */
async function makeKey({ deps, view }: Context, directory: string): Promise<Initialised['key']> {
  const { createMasterKey, loadConfig } = await deps.loadRuntime();
  const { ledger } = await loadConfig(join(directory, configFileName));
  const place = ledger.masterKey;
  const file = /^file:(.+)$/.exec(place)?.[1];
  if (place.startsWith('env:')) return { place, created: false };
  if (file !== undefined && !existsSync(resolve(directory, file)) && existsSync(ledger.path)) {
    throw new CliError(view.t('init.keyLost', { file }), {
      code: 'AB_KEY_WRONG',
      hint: view.t('init.keyLostHint'),
    });
  }
  return { place, created: await createMasterKey(place, directory) };
}

async function writeSchemas({ deps }: Context, directory: string): Promise<readonly string[]> {
  const { jsonSchemas } = await deps.loadRuntime();
  const schemas = await jsonSchemas();
  await mkdir(join(directory, '.amtsbote'), { recursive: true, mode: 0o700 });
  for (const kind of ['config', 'mapping'] as const) {
    await writeFile(join(directory, schemaFiles[kind]), `${JSON.stringify(schemas[kind], undefined, 2)}\n`);
  }
  return Object.values(schemaFiles);
}

/** Key and submissions must not end up in git: what an existing .gitignore lacks is added to it. */
async function writeGitignore(directory: string): Promise<readonly string[]> {
  const file = join(directory, '.gitignore');
  const known = existsSync(file) ? (await readFile(file, 'utf8')).split(/\r?\n/) : undefined;
  const lacking = ignored.filter((line) => !known?.includes(line));
  if (lacking.length === 0) return [];
  await appendFile(file, `${known === undefined ? '' : '\n'}${lacking.join('\n')}\n`);
  return known === undefined ? ['.gitignore'] : [];
}
