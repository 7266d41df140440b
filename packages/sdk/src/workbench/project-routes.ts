import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Config } from '../config/config.ts';
import { ConfigurationFault } from '../errors/families.ts';
import type { MappingDefinition } from '../mapping/define-mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { compileDefinition, parseMapping } from '../mapping/parse-mapping.ts';

/** A route of a configuration, as far as the message decides about it. */
export interface ProjectRoute {
  readonly name: string;
  readonly portal: string;
  readonly target: string;
  /** Whether the target takes no test messages. */
  readonly productive: boolean;
  readonly unchecked: 'case' | 'deliver';
  /** Loads and compiles its mapping. */
  mapping(): Promise<Mapping>;
}

/** The routes of a configuration. Mappings are loaded when they are asked for. */
export function projectRoutes(config: Config): readonly ProjectRoute[] {
  return Object.entries(config.routes).map(([name, { portal, target, unchecked, mapping }]) => ({
    name,
    portal,
    target,
    unchecked,
    productive: config.targets[target]?.productive ?? true,
    mapping: () => loadMapping(mapping),
  }));
}

async function loadMapping(file: string): Promise<Mapping> {
  if (/\.[cm]?[jt]s$/.test(file)) {
    const { mapping } = (await import(pathToFileURL(file).href)) as { mapping?: MappingDefinition };
    if (mapping?.type === 'mapping') return compileDefinition(mapping, file);
    throw new ConfigurationFault('AB_CONFIG_INVALID', 'The module does not export a mapping as `mapping`', { where: { file } });
  }
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parseMapping(text, file, { readFile: (included) => readFile(included, 'utf8') });
  throw new ConfigurationFault('AB_CONFIG_INVALID', 'The mapping file cannot be read', { where: { file } });
}
