import type { ZodType } from 'zod';
import { ConfigurationFault } from '../../errors/families.ts';
import type { MappingLint } from '../../mapping/lint/lint-finding.ts';
import { lintMapping } from '../../mapping/lint/lint-mapping.ts';
import { type RecordShape, recordShapeOf } from '../../mapping/lint/lint-record.ts';
import { MappingProject, type MappingProjectOptions, type ProjectMapping } from './mapping-project.ts';
import { schemaAgainst, schemasOf } from './schemas-of-mapping.ts';

export interface LintMappingsOptions extends MappingProjectOptions {
  /** Mapping files; none for those of all routes. */
  readonly files: readonly string[];
  /** A schema set or XSD file of another version, to see what breaks. Default: the schemas of the routes and imported sets. */
  readonly against?: string | undefined;
  /** The shapes of records that targets take, by target and type; undefined for a target that cannot be opened. Default: not checked. */
  readonly recordShapes?: ReadonlyMap<string, Readonly<Record<string, ZodType>> | undefined> | undefined;
}

/**
 * Checks mappings before a message comes: paths against the schemas of their messages, codes against lists, fields against the record.
 * A mapping that cannot be read is a result with its findings, so that the others are still checked.
 *
 * Throws `ConfigurationFault` for a configuration or schema set that cannot be read.
 */
export async function lintMappings(options: LintMappingsOptions): Promise<readonly MappingLint[]> {
  const { files, against, recordShapes = new Map() } = options;
  const project = new MappingProject(options);
  const wanted =
    files.length > 0 ? files : [...new Set(Object.values((await project.config())?.routes ?? {}).map(({ mapping }) => mapping))];
  if (wanted.length === 0) throw new ConfigurationFault('AB_USAGE', 'There is no route, so the mapping files must be named');
  const lints: MappingLint[] = [];
  for (const file of wanted) {
    const read = await project.mappings([file]).catch((error: unknown) => unreadable(error, project.shown(project.path(file))));
    if (!Array.isArray(read)) {
      lints.push(read as MappingLint);
      continue;
    }
    for (const mapped of read) {
      const schemas = against === undefined ? await schemasOf(project, mapped) : [await schemaAgainst(project, mapped, against)];
      const names = targetsOf(mapped, recordShapes);
      const records = await shapesOf(names, mapped.mapping.recordType, recordShapes);
      lints.push({
        ...lintMapping(mapped.mapping, { schemas, codeLists: await project.codeLists(), records: [...records.values()] }),
        targets: [...records.keys()],
        targetsNotOpened: names.filter((name) => recordShapes.has(name) && recordShapes.get(name) === undefined),
      });
    }
  }
  return lints;
}

function unreadable(error: unknown, file: string): MappingLint {
  if (!(error instanceof ConfigurationFault)) throw error;
  const found = error.findings.length > 0 ? error.findings : [error.toFinding()];
  return {
    file,
    findings: found.map((finding) => ({ severity: 'error', finding })),
    notJudged: [],
    paths: 0,
    schemas: [],
    targets: [],
    targetsNotOpened: [],
  };
}

/** The targets of the routes; of a mapping without a route all that take its record. */
function targetsOf({ routes, mapping }: ProjectMapping, shapes: ReadonlyMap<string, Shapes>): readonly string[] {
  if (routes.length > 0) return [...new Set(routes.map(({ target }) => target))];
  return [...shapes].filter(([, types]) => types !== undefined && Object.hasOwn(types, mapping.recordType)).map(([name]) => name);
}

type Shapes = Readonly<Record<string, ZodType>> | undefined;

async function shapesOf(
  names: readonly string[],
  type: string,
  shapes: ReadonlyMap<string, Shapes>,
): Promise<ReadonlyMap<string, RecordShape>> {
  const found = new Map<string, RecordShape>();
  for (const name of names) {
    const types = shapes.get(name) ?? {};
    const shape = Object.hasOwn(types, type) ? types[type] : undefined;
    if (!shape) continue;
    const { z } = await import('zod');
    found.set(name, recordShapeOf(z.toJSONSchema(shape, { unrepresentable: 'any', io: 'input' })));
  }
  return found;
}
