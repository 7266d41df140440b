import type { MappingFile } from './mapping-file.ts';

/** A mapping built in TypeScript. */
export interface MappingDefinition {
  readonly type: 'mapping';
  readonly content: MappingFile;
}

/**
 * Builds a mapping in TypeScript: the same structure as in a YAML file, with types. A route names the module by `mapping:`, as it
 * would a YAML file; the module exports the definition as `mapping`. It is checked and compiled when it is first used, and what is
 * wrong is told as `ConfigurationFault` (AB_MAPPING_INVALID), which stops the run before anything is touched.
 *
 * @example
 * export const mapping = defineMapping({
 *   message: { root: 'antrag', namespace: 'urn:example:antrag' },
 *   prefixes: { a: 'profile' },
 *   record: 'dog-registration',
 *   fields: { familyName: { path: 'a:name', required: true, text: { max: 60 } } },
 * });
 */
export function defineMapping(content: MappingFile): MappingDefinition {
  return { type: 'mapping', content };
}
