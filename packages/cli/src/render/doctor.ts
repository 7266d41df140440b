import type { CheckResult } from '@amtsbote/sdk';
import type { DoctorSection } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { plain } from './plain.ts';
import { indent } from './table.ts';

/** `amtsbote doctor` for people. */
export function doctorText(sections: readonly DoctorSection[], view: View): string {
  const { t, style } = view;
  const parts = sections.map(({ name, checks }) =>
    [style.bold(name), ...checks.map((check) => indent(checkLine(check, view), 2))].join('\n'),
  );
  const ill = sections.flatMap((section) => section.checks).filter((check) => !check.ok).length;
  parts.push(ill === 0 ? style.green(t('doctor.well')) : style.red(t('doctor.notWell', { count: ill })));
  return parts.join('\n');
}

function checkLine(check: CheckResult, { t, style }: Pick<View, 't' | 'style'>): string {
  const { name, ok, warning = false, detail, hint, code } = check;
  const mark = markOf(check, style);
  const heeded = !ok || warning;
  const facts = [heeded ? code : undefined, detail].filter((fact) => fact !== undefined);
  const line = `${mark} ${plain(name)}${facts.length === 0 ? '' : style.dim(`  ${plain(facts.join(' '))}`)}`;
  return !heeded || hint === undefined ? line : `${line}\n    ${t('error.hint')} ${plain(hint)}`;
}

function markOf({ ok, warning }: CheckResult, style: View['style']): string {
  if (!ok) return style.red('✗');
  return warning === true ? style.yellow('!') : style.green('✓');
}
