import type { CodeLists } from '../../message/codelist/code-list.ts';
import type { Mapping } from '../mapping.ts';
import { lintAgainstSchema } from './lint-against-schema.ts';
import type { LintFinding, MappingLint } from './lint-finding.ts';
import { lintRecord, type RecordShape } from './lint-record.ts';
import type { LintSchema } from './lint-schema.ts';

export interface LintOptions {
  /** None: paths are not checked, and the result says so. */
  readonly schemas: readonly LintSchema[];
  readonly codeLists?: CodeLists | undefined;
  /** The shapes of the record that the targets of its routes take. */
  readonly records?: readonly RecordShape[] | undefined;
}

/**
 * Says what is wrong in a mapping before a message comes: paths that can never match, that may match several places, codes without an
 * entry, fields that the target requires. Pure. A path that can match in one of several schemas is fine; where it cannot match in
 * some of them, that is a warning unless the field must have a value.
 */
export function lintMapping(
  mapping: Mapping,
  { schemas, codeLists, records = [] }: LintOptions,
): Omit<MappingLint, 'targets' | 'targetsNotOpened'> {
  const looks = schemas.map((schema) => lintAgainstSchema(mapping, schema, codeLists));
  const findings = [
    ...joined(looks.map(({ findings: found }) => found)),
    ...distinct(records.flatMap((record) => lintRecord(mapping, record))),
  ];
  const notJudged = new Map(looks.flatMap((look) => look.notJudged).map((one) => [`${one.line} ${one.path} ${one.why}`, one]));
  return {
    file: mapping.file,
    findings: findings.toSorted(bySeverityAndPlace),
    notJudged: [...notJudged.values()],
    paths: mapping.outline.paths.length,
    schemas: schemas.map(({ name }) => name),
  };
}

/** What holds for all schemas is said once; an error that not all have is softened where other versions may still match. */
function joined(looks: readonly (readonly LintFinding[])[]): readonly LintFinding[] {
  if (looks.length < 2) return looks.flat();
  const groups = new Map<string, LintFinding[]>();
  for (const one of looks.flat()) {
    const { code, message, where } = one.finding;
    const key = [code, where?.file, where?.line, where?.column, where?.field, message].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    if (group.length === looks.length) return [{ ...first, schema: undefined }];
    const optional = first.finding.code === 'AB_PATH_IMPOSSIBLE' && first.fields === undefined;
    return group.map((one) => (optional ? { ...one, severity: one.severity === 'error' ? ('warning' as const) : one.severity } : one));
  });
}

function distinct(findings: readonly LintFinding[]): readonly LintFinding[] {
  return [...new Map(findings.map((one) => [`${one.severity} ${one.finding.message}`, one])).values()];
}

const severities = ['error', 'warning', 'note'];

function bySeverityAndPlace(left: LintFinding, right: LintFinding): number {
  const severity = severities.indexOf(left.severity) - severities.indexOf(right.severity);
  return severity || (left.finding.where?.line ?? 0) - (right.finding.where?.line ?? 0);
}
