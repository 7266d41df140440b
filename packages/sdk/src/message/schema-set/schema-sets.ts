import { join } from 'node:path';
import { ConfigurationFault } from '../../errors/families.ts';
import type { CodeList } from '../codelist/code-list.ts';
import { loadLibxml2 } from '../libxml2.ts';
import type { ExpandedName } from '../schema-model/schema-model.ts';
import { type PreparedImport, prepareImport } from './import/prepare-set.ts';
import { readSource } from './import/read-source.ts';
import { setNamePattern, suggestSetName } from './import/set-name.ts';
import type { EarlierSet } from './import/take-from-earlier.ts';
import { type ListFile, ListFolder } from './list-folder.ts';
import type { ImportedSet, ImportOptions, SchemaSet, SchemaSetManifest, SchemaSets } from './schema-set.ts';
import { SetFolder } from './set-folder.ts';

/**
 * Opens the schema sets and code lists of a project: the folder `xoev` in the folder of its configuration. It need not exist.
 *
 * @example
 * const sets = openSchemaSets(projectDirectory);
 * await sets.import('xbau_2.6.zip', { importedAt: new Date() });
 */
export function openSchemaSets(directory: string): SchemaSets {
  return new ProjectSchemaSets(directory);
}

class ProjectSchemaSets implements SchemaSets {
  readonly directory: string;
  readonly #sets: SetFolder;
  readonly #lists: ListFolder;

  constructor(directory: string) {
    this.directory = directory;
    this.#sets = new SetFolder(join(directory, 'xoev', 'sets'));
    this.#lists = new ListFolder(join(directory, 'xoev', 'code-lists'));
  }

  async import(source: string, options: ImportOptions): Promise<ImportedSet> {
    const { replace } = options;
    if (options.name !== undefined) await this.#expectFree(options.name, replace);
    const libxml2 = await loadLibxml2();
    let name = options.name ?? '';
    const prepared = await prepareImport(libxml2, await readSource(libxml2, source), async (schemas) => {
      name = options.name ?? suggestSetName(schemas, source);
      await this.#expectFree(name, replace);
      return this.#earlierThan(name);
    });
    const { codeLists, compileMs, remarks } = prepared;
    if (prepared.schemas.length > 0) {
      const set = await this.#keepSet(prepared, { name, source, importedAt: options.importedAt.toISOString() });
      return { set, codeLists, compileMs, remarks };
    }
    await this.#lists.keep(codeListFilesOf(prepared));
    return { set: undefined, codeLists, compileMs, remarks };
  }

  async list(): Promise<readonly SchemaSet[]> {
    return this.#sets.all();
  }

  async open(name: string): Promise<SchemaSet> {
    const set = setNamePattern.test(name) ? await this.#sets.find(name) : undefined;
    if (!set) throw await this.#unknown(name);
    await set.verify();
    return set;
  }

  async remove(name: string): Promise<void> {
    if (!setNamePattern.test(name) || !(await this.#sets.has(name))) throw await this.#unknown(name);
    await this.#sets.remove(name);
  }

  async forRoot({ namespace, localName }: ExpandedName): Promise<readonly SchemaSet[]> {
    const declares = (root: ExpandedName): boolean => root.localName === localName && root.namespace === namespace;
    return (await this.#sets.all()).filter(({ manifest }) => manifest.roots.some(declares));
  }

  codeListFiles(): Promise<readonly string[]> {
    return this.#lists.files();
  }

  async codeLists(): Promise<readonly CodeList[]> {
    const lists = [...(await this.#lists.all())];
    for (const set of await this.#sets.all()) lists.push(...(await set.codeLists()));
    return lists;
  }

  async #keepSet(
    { files, namespaces, roots }: PreparedImport,
    facts: Pick<SchemaSetManifest, 'name' | 'source' | 'importedAt'>,
  ): Promise<SchemaSet> {
    const manifest = { version: 1 as const, ...facts, files: files.map(({ entry }) => entry), namespaces, roots };
    await this.#sets.keep({ manifest, files: files.map(({ entry, bytes }) => ({ path: entry.path, bytes })) });
    return this.open(facts.name);
  }

  /** The other sets, newest first. The one that will be replaced has nothing to give: what it had may be gone for a reason. */
  async #earlierThan(name: string): Promise<readonly EarlierSet[]> {
    const others = (await this.#sets.all()).filter((set) => set.name.toLowerCase() !== name.toLowerCase());
    return others
      .toSorted((a, b) => (a.manifest.importedAt < b.manifest.importedAt ? 1 : -1))
      .map((set) => ({ name: set.name, files: set.manifest.files, read: (path) => set.read(path) }));
  }

  async #expectFree(name: string, replace = false): Promise<void> {
    if (!setNamePattern.test(name)) {
      throw new ConfigurationFault('AB_SCHEMA_SET_INVALID', `a schema set cannot be called ${name}`, {
        hint: 'Use letters, digits, dots and dashes, such as xbau-2.6.',
      });
    }
    if (replace || !(await this.#sets.has(name))) return;
    throw new ConfigurationFault('AB_SCHEMA_SET_INVALID', `there is a schema set ${name} already`, {
      hint: 'Import it under another name with --name, or put it in the place of the old one with --replace.',
    });
  }

  async #unknown(name: string): Promise<ConfigurationFault> {
    const names = (await this.#sets.all()).map((set) => set.name);
    const known = names.length > 0 ? `the project has ${names.join(', ')}` : 'the project has none yet';
    return new ConfigurationFault('AB_SCHEMA_SET_UNKNOWN', `there is no schema set ${name}; ${known}`);
  }
}

function codeListFilesOf({ files }: PreparedImport): readonly ListFile[] {
  return files.flatMap(({ entry: { codeList }, bytes }) => (codeList ? [{ list: codeList, bytes }] : []));
}
