import type { ZodType } from 'zod';
import { ConfigurationFault } from '../../errors/families.ts';
import type { Finding, Place } from '../../model/finding.ts';
import { nearestName } from '../../message/nearest-name.ts';
import type { RecordValue } from '../../model/record.ts';
import { readYaml, type YamlPath } from '../../yaml/yaml-source.ts';

/** A file of tests for one mapping, `mappings/NAME.test.yaml`. */
export interface MappingTestFile {
  /** The mapping, named from this file. */
  readonly mapping: string;
  readonly tests: readonly MappingTest[];
}

/** One message and what becomes of it: a record, or findings. */
export interface MappingTest {
  readonly name: string;
  /** The message, named from this file. */
  readonly message: string;
  /** File names of attachments that come with it. */
  readonly attachments?: readonly string[] | undefined;
  /** The day of processing, `yyyy-MM-dd`. Default: today. */
  readonly today?: string | undefined;
  readonly constants?: Readonly<Record<string, string>> | undefined;
  /** The whole record. */
  readonly record?: Readonly<Record<string, RecordValue>> | undefined;
  /** Everything that stands against a record. */
  readonly findings?: readonly ExpectedFinding[] | undefined;
}

/** A finding that must come; without `field` that of any field. */
export interface ExpectedFinding {
  readonly code: string;
  readonly field?: string | undefined;
}

/** A file of tests as read, and where its parts stand. */
export interface ReadTestFile extends MappingTestFile {
  readonly file: string;
  readonly place: (path: YamlPath) => Place;
}

const keys = {
  file: ['mapping', 'tests'],
  test: ['name', 'message', 'attachments', 'today', 'constants', 'record', 'findings'],
  finding: ['code', 'field'],
};

/**
 * Reads the text of a test file. `file` is only named in errors.
 *
 * Throws `ConfigurationFault` (AB_MAPPING_INVALID) with everything that is wrong, each with line and column.
 */
export async function parseTestFile(text: string, file: string): Promise<ReadTestFile> {
  const source = await readYaml(text, (path) => path.at(-1) === 'today' || path.at(-2) === 'constants');
  const fault = (problems: readonly { readonly path: YamlPath; readonly message: string }[]): ConfigurationFault => {
    const findings = problems.map(({ path, message }): Finding => {
      const field = path.length > 0 ? path.map(String).join('.') : undefined;
      return { code: 'AB_MAPPING_INVALID', message, where: { file, ...source.place(path), field } };
    });
    return new ConfigurationFault('AB_MAPPING_INVALID', findings[0]?.message ?? 'the test file is not valid', {
      where: findings[0]?.where,
      findings,
    });
  };
  if (source.problems.length > 0) throw fault(source.problems);
  const parsed = (await shape()).safeParse(source.data);
  if (parsed.success) return { ...parsed.data, file, place: (path) => source.place(path) };
  throw fault(
    parsed.error.issues.flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: `\`${issue.path.join('.')}\`: ${issue.message}` }];
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(issue.path, key) }));
    }),
  );
}

function unknownKey(path: YamlPath, key: string): string {
  const known = path.length === 0 ? keys.file : path.at(-2) === 'findings' ? keys.finding : keys.test;
  const near = nearestName(key, known);
  return `\`${key}\` is not known here${near ? `; did you mean \`${near}\`?` : ''}`;
}

async function shape(): Promise<ZodType<MappingTestFile>> {
  const { z } = await import('zod');
  const value: ZodType<RecordValue> = z.lazy(() =>
    z.union([z.string(), z.boolean(), z.number(), z.array(value), z.record(z.string(), value)]),
  );
  const finding = z.strictObject({ code: z.string(), field: z.string().optional() });
  const test = z
    .strictObject({
      name: z.string().min(1),
      message: z.string().min(1),
      attachments: z.array(z.string()).optional(),
      today: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written like 2026-11-22')
        .optional(),
      constants: z.record(z.string(), z.string()).optional(),
      record: z.record(z.string(), value).optional(),
      findings: z.array(finding).min(1).optional(),
    })
    .refine(({ record, findings }) => record === undefined || findings === undefined, 'a test expects a record or findings, not both');
  return z.strictObject({ mapping: z.string().min(1), tests: z.array(test) });
}
