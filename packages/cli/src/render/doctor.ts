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

function checkLine({ name, ok, detail, hint }: CheckResult, { t, style }: View): string {
  const mark = ok ? style.green('✓') : style.red('✗');
  const line = `${mark} ${plain(name)}${detail === undefined ? '' : style.dim(`  ${plain(detail)}`)}`;
  return ok || hint === undefined ? line : `${line}\n    ${t('error.hint')} ${plain(hint)}`;
}
