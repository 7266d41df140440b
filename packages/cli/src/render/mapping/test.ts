import type { TestedFile, TestedMapping } from '@amtsbote/sdk/workbench';
import type { View } from '../../context.ts';
import { findings } from '../findings.ts';
import { plain } from '../plain.ts';
import { indent } from '../table.ts';

/** `amtsbote mapping test` for people: what failed, and how it differs. */
export function testText(tested: readonly TestedFile[], updated: readonly string[], view: View): string {
  const { t } = view;
  const parts = tested.map((file) => filePart(file, view));
  for (const file of updated) parts.push(t('mapping.test.updated', { file }));
  const open = tested.filter(({ file }) => !updated.includes(file));
  const count = open.reduce((sum, { tests }) => sum + tests.length, 0);
  const failed = open.reduce((sum, file) => sum + failuresOf(file), 0);
  if (open.length > 0) parts.push(t(failed === 0 ? 'mapping.test.passed' : 'mapping.test.failed', { count, failed }));
  return parts.join('\n\n');
}

/** A mapping that cannot be read counts as one. */
function failuresOf({ tests, findings: against }: TestedFile): number {
  return tests.filter(({ outcome }) => !outcome.ok).length + (against.length > 0 ? 1 : 0);
}

function filePart({ file, findings: against, tests }: TestedFile, view: View): string {
  const lines = [view.style.bold(plain(file)), ...tests.map((test) => indent(testPart(test, view), 2))];
  if (against.length > 0) lines.push(findings(against, view, 2));
  return lines.join('\n');
}

function testPart({ name, line, outcome }: TestedMapping, view: View): string {
  const { t, style } = view;
  const { ok, differences, unexpected, absent, expectsNothing } = outcome;
  if (ok) return `${style.green('✓')} ${plain(name)}`;
  const lines = [`${style.red('✕')} ${plain(name)}${line === undefined ? '' : style.dim(` ${t('place.line', { value: line })}`)}`];
  if (expectsNothing) lines.push(`  ${t('mapping.test.expectsNothing')}`);
  for (const { field, expected, actual } of differences) {
    lines.push(`  ${field}`);
    if (expected !== undefined) lines.push(style.red(`    - ${shown(expected)}`));
    if (actual !== undefined) lines.push(style.green(`    + ${shown(actual)}`));
  }
  if (unexpected.length > 0) lines.push(`  ${t('mapping.test.unexpected')}`, findings(unexpected, view, 4));
  for (const { code, field } of absent)
    lines.push(`  ${t('mapping.test.absent', { what: field === undefined ? code : `${code} (${field})` })}`);
  return lines.join('\n');
}

function shown(value: unknown): string {
  return plain(JSON.stringify(value));
}
