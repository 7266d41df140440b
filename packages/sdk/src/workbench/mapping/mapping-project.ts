import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config, RouteConfig } from '../../config/config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { ConfigurationFault } from '../../errors/families.ts';
import type { MappingDefinition } from '../../mapping/define-mapping.ts';
import type { Mapping, MessageIdentity } from '../../mapping/mapping.ts';
import type { CodeLists } from '../../message/codelist/code-list.ts';
import type { Message } from '../../message/message.ts';
import { identify } from '../../message/profile/identify.ts';
import type { Profile } from '../../message/profile/profile.ts';
import { readMessage } from '../../message/read-message.ts';
import type { SchemaSets } from '../../message/schema-set/schema-set.ts';

/** Where a project is, and from where files are named. */
export interface MappingProjectOptions {
  /** The folder of the project: schema sets lie in `xoev/` below it. */
  readonly directory: string;
  /** Its `amtsbote.yaml`, where there is one. */
  readonly configFile?: string | undefined;
  /** The folder that file names are relative to, as they are given and as they are shown. */
  readonly cwd: string;
  /** Profiles of the operator, standing before ours. Default: none. */
  readonly profiles?: readonly Profile[] | undefined;
}

/** A mapping of a project, with the routes that use it. */
export interface ProjectMapping {
  readonly mapping: Mapping;
  /** As shown. */
  readonly file: string;
  readonly routes: readonly (RouteConfig & { readonly name: string })[];
}

/** The mappings, schemas and code lists of one project, read when they are asked for. Starts nothing. */
export class MappingProject {
  readonly options: MappingProjectOptions;
  #config: Promise<Config | undefined> | undefined;
  #sets: Promise<SchemaSets | undefined> | undefined;
  #codeLists: Promise<CodeLists> | undefined;

  constructor(options: MappingProjectOptions) {
    this.options = options;
  }

  /** Undefined where the project has no configuration yet. */
  config(): Promise<Config | undefined> {
    const { configFile } = this.options;
    this.#config ??= configFile === undefined ? Promise.resolve(undefined) : loadConfig(configFile);
    return this.#config;
  }

  /** Undefined where nothing was imported yet. */
  sets(): Promise<SchemaSets | undefined> {
    this.#sets ??= this.#openSets();
    return this.#sets;
  }

  codeLists(): Promise<CodeLists> {
    this.#codeLists ??= this.#readCodeLists();
    return this.#codeLists;
  }

  /**
   * The mappings in these files; without any those of all routes.
   *
   * Throws `ConfigurationFault` (AB_MAPPING_INVALID, AB_CONFIG_INVALID, AB_USAGE without files and routes).
   */
  async mappings(files: readonly string[]): Promise<readonly ProjectMapping[]> {
    const routes = Object.entries((await this.config())?.routes ?? {}).map(([name, route]) => ({ ...route, name }));
    const wanted = files.length > 0 ? files.map((file) => this.path(file)) : routes.map(({ mapping }) => mapping);
    if (wanted.length === 0) throw new ConfigurationFault('AB_USAGE', 'There is no route, so the mapping files must be named');
    const found: ProjectMapping[] = [];
    for (const path of new Set(wanted)) {
      const mapping = await this.#load(path);
      found.push({ mapping, file: this.shown(path), routes: routes.filter((route) => route.mapping === path) });
    }
    return found;
  }

  /** A message from a file. The caller disposes it. Throws what `readMessage` throws, with the file. */
  async message(file: string): Promise<Message> {
    const bytes = await readFile(this.path(file)).catch(() => {
      throw new ConfigurationFault('AB_FILE_UNREADABLE', 'The message file cannot be read', {
        where: { file },
        hint: 'Look whether it is there, seen from this folder, and may be read.',
      });
    });
    const mediaType = extname(file).toLowerCase() === '.json' ? 'application/json' : '';
    return readMessage(bytes, { mediaType });
  }

  /** What a message is, where a profile knows it. */
  async identity(message: Message): Promise<MessageIdentity | undefined> {
    const found = identify(message, await this.profiles());
    return found && { profile: found.profile.name, version: found.version, type: found.type };
  }

  async profiles(): Promise<readonly Profile[]> {
    const { ownProfiles } = await import('../../message/profile/profiles.ts');
    return [...(this.options.profiles ?? []), ...ownProfiles];
  }

  /** The absolute path of a file as it was given. */
  path(file: string): string {
    return resolve(this.options.cwd, file);
  }

  /** A file as it is shown: from the folder where the command runs, where it lies below it. */
  shown(path: string): string {
    const from = relative(this.options.cwd, path);
    return from === '' || from.startsWith('..') ? path : from.replaceAll('\\', '/');
  }

  async #load(path: string): Promise<Mapping> {
    const file = this.shown(path);
    if (/\.[cm]?[jt]s$/.test(path)) return importMapping(path, file);
    const text = await readFile(path, 'utf8').catch(() => {
      throw new ConfigurationFault('AB_CONFIG_INVALID', 'The mapping file cannot be read', { where: { file } });
    });
    const { parseMapping } = await import('../../mapping/parse-mapping.ts');
    return parseMapping(text, file, { readFile: (included) => readFile(this.path(included), 'utf8') });
  }

  async #openSets(): Promise<SchemaSets | undefined> {
    const { directory } = this.options;
    if (!existsSync(join(directory, 'xoev'))) return undefined;
    const { openSchemaSets } = await import('../../message/schema-set/schema-sets.ts');
    return openSchemaSets(directory);
  }

  async #readCodeLists(): Promise<CodeLists> {
    const { codeListsOf } = await import('../../message/codelist/code-lists.ts');
    return codeListsOf((await (await this.sets())?.codeLists()) ?? []);
  }
}

async function importMapping(path: string, file: string): Promise<Mapping> {
  const { mapping } = (await import(pathToFileURL(path).href)) as { mapping?: MappingDefinition };
  if (mapping?.type !== 'mapping') {
    throw new ConfigurationFault('AB_CONFIG_INVALID', 'The module does not export a mapping as `mapping`', { where: { file } });
  }
  const { compileDefinition } = await import('../../mapping/parse-mapping.ts');
  return compileDefinition(mapping, file);
}
