import type { LintFinding, MappingLint } from '@amtsbote/sdk/workbench';
import type { View } from '../../context.ts';
import { finding } from '../findings.ts';
import { plain } from '../plain.ts';
import { indent } from '../table.ts';

/** How to show what lint found. */
export interface LintView extends View {
  /** Show notes one by one, not only their number. */
  readonly notes: boolean;
}

/** `amtsbote mapping lint` for people. */
export function lintText(mappings: readonly MappingLint[], view: LintView): string {
  return mappings.map((mapping) => mappingPart(mapping, view)).join('\n\n');
}

function mappingPart(mapping: MappingLint, view: LintView): string {
  const { t, style } = view;
  const { file, findings, schemas, notJudged } = mapping;
  const count = (severity: LintFinding['severity']): number => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('note')];
  const verdict = errors > 0 ? style.red(t('mapping.lint.errors', { count: errors })) : style.green(t('mapping.lint.clean'));
  const counted = warnings > 0 ? `, ${style.yellow(t('mapping.lint.warnings', { count: warnings }))}` : '';
  const shown = findings.filter(({ severity }) => severity !== 'note' || view.notes);
  const lines = [
    ...checkedAgainst(mapping, view),
    ...shown.map((one) => findingPart(one, schemas.length, view)),
    ...notJudged.map(({ path, line = '', why }) => style.dim(t('mapping.lint.notJudged', { path: plain(path), line, why }))),
    ...(notes > 0 && !view.notes ? [style.dim(t('mapping.lint.noteCount', { count: notes }))] : []),
  ];
  return [`${style.bold(plain(file))}  ${verdict}${counted}`, ...lines.map((line) => indent(line, 2))].join('\n');
}

/** What a mapping was checked against, and what not. */
function checkedAgainst({ paths, schemas, targets, targetsNotOpened }: MappingLint, { t, style }: View): readonly string[] {
  const names = { paths, schemas: schemas.join(', ') };
  const looked = schemas.length > 0 ? t('mapping.lint.against.done', names) : style.yellow(t('mapping.lint.noSchema'));
  return [
    ...(paths > 0 ? [looked] : []),
    ...(targets.length > 0 ? [t('mapping.lint.targets', { targets: targets.join(', ') })] : []),
    ...targetsNotOpened.map((name) => style.yellow(t('mapping.lint.targetNotOpened', { name }))),
  ];
}

function findingPart({ severity, finding: found, schema }: LintFinding, schemas: number, view: View): string {
  const { t, style } = view;
  const paint = { error: style.red, warning: style.yellow, note: style.dim }[severity];
  const where = schema === undefined || schemas < 2 ? '' : ` ${style.dim(schema)}`;
  return `${paint(t(`mapping.lint.${severity}`))}${where} ${finding(found, view)}`;
}
