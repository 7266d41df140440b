import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Config } from '../../config/config.ts';
import { parseYaml } from '../../yaml/yaml-file.ts';

/**
 * The files of a project that go with a backup of its ledger: the configuration, what it names (mappings with the YAML files beside them,
 * schemas, options of connectors), imported schema sets, and sealed secrets. Never a key. Files outside of the project are left out.
 *
 * @returns paths below the folder of the project
 */
export async function projectFiles(config: Config): Promise<readonly string[]> {
  const { directory, routes, secrets } = config;
  const named = [config.file, ...(await optionFiles(config)), resolve(directory, secrets.file?.path ?? '.amtsbote/secrets.sealed')];
  for (const { mapping, schema } of Object.values(routes)) {
    named.push(mapping, ...(await yamlBeside(mapping, directory)));
    if (schema !== undefined && 'file' in schema) named.push(schema.file);
  }
  named.push(...(await filesBelow(join(directory, 'xoev'))));
  const inside = named.filter((file) => existsSync(file)).map((file) => relative(directory, file));
  return [...new Set(inside)].filter((path) => !path.startsWith('..') && !isAbsolute(path)).toSorted();
}

/** Options of connectors that are written as the path of a file. */
async function optionFiles({ file, directory }: Config): Promise<readonly string[]> {
  const { value } = await parseYaml(await readFile(file, 'utf8'), file);
  const { portals = {}, targets = {} } = value as Written;
  const options = [...Object.values(portals), ...Object.values(targets).flatMap((target) => target.channels)].map((one) => one.options);
  return options.filter((one) => typeof one === 'string').map((path) => resolve(directory, path));
}

interface Written {
  readonly portals?: Readonly<Record<string, { readonly options?: unknown }>>;
  readonly targets?: Readonly<Record<string, { readonly channels: readonly { readonly options?: unknown }[] }>>;
}

/** A mapping may include others, which lie in its folder. */
async function yamlBeside(mapping: string, directory: string): Promise<readonly string[]> {
  const folder = dirname(mapping);
  if (folder === directory) return [];
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(folder, name));
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
