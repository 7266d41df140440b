import type { SchemaChoice } from '../config/config.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { MappingProject, type MappingProjectOptions } from './mapping/mapping-project.ts';

/** A route of a configuration, as far as the message decides about it. */
export interface ProjectRoute {
  readonly name: string;
  readonly portal: string;
  readonly target: string;
  /** Whether the target takes no test messages. */
  readonly productive: boolean;
  readonly unchecked: 'case' | 'deliver';
  /** What a message must match. Default: the imported set that declares its root element. */
  readonly schema?: SchemaChoice | undefined;
  readonly mapping: Mapping;
}

/**
 * The routes of a project; undefined where it has no configuration yet.
 *
 * Throws `ConfigurationFault` (AB_CONFIG_INVALID, AB_MAPPING_INVALID).
 */
export async function projectRoutes(options: MappingProjectOptions): Promise<readonly ProjectRoute[] | undefined> {
  const project = new MappingProject(options);
  const config = await project.config();
  if (config === undefined || Object.keys(config.routes).length === 0) return config && [];
  const mappings = await project.mappings([]);
  return mappings.flatMap(({ mapping, routes }) =>
    routes.map(({ name, portal, target, unchecked, schema }) => {
      const productive = config.targets[target]?.productive ?? true;
      return { name, portal, target, productive, unchecked, schema, mapping };
    }),
  );
}
