import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigurationFault } from '../errors/families.ts';

/**
 * The files that are meant by files and folders: of folders all XML and JSON files below, in the order of their names; links and
 * hidden ones left out.
 *
 * Throws `ConfigurationFault` (AB_USAGE) for what does not exist and for folders without messages.
 */
export async function messageFiles(named: readonly string[], directory: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of named) {
    const found = await stat(resolve(directory, name)).catch(() => undefined);
    if (!found) throw new ConfigurationFault('AB_USAGE', `there is no file or folder ${name}`, { where: { file: name } });
    if (!found.isDirectory()) {
      files.push(name);
      continue;
    }
    const below = await filesBelow(directory, name);
    if (below.length === 0) throw new ConfigurationFault('AB_USAGE', `there is no XML or JSON file in ${name}`, { where: { file: name } });
    files.push(...below);
  }
  return files;
}

async function filesBelow(directory: string, folder: string): Promise<string[]> {
  const files: string[] = [];
  const entries = await readdir(resolve(directory, folder), { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(directory, path)));
    else if (entry.isFile() && /\.(xml|json)$/i.test(entry.name)) files.push(path);
  }
  return files;
}
