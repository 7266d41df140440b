import { type ErrorCodeEntry, errorCodes, type Finding } from '@amtsbote/sdk';
import type { ValidatedFile, Verdict } from '@amtsbote/sdk/workbench';
import { countsOf } from '../commands/xoev/validate-handler.ts';
import type { View } from '../context.ts';
import { codesDe } from '../texts/codes-de.ts';
import { plain } from './plain.ts';
import { place } from './place.ts';
import { indent } from './table.ts';

const mostFindings = 10;
const mostWarnings = 3;

/** `amtsbote xoev validate` for people: what is wrong with each file, then the count. */
export function validationText(files: readonly ValidatedFile[], view: View, report?: string): string {
  const { t } = view;
  const { valid, invalid, 'not-checked': notChecked, 'engine-error': failed } = countsOf(files);
  const count = t('xoev.validate.summary', { total: files.length, valid, invalid, notChecked });
  const summary = count + (failed > 0 ? t('xoev.validate.failed', { count: failed }) : '');
  const written = report === undefined ? [] : [t('xoev.validate.reportWritten', { file: report })];
  const widest = Math.max(...files.map(({ validation }) => t(`xoev.verdict.${validation.verdict}`).length));
  return [...files.map((file) => fileText(file, view, widest)), '', summary, ...written].join('\n');
}

function fileText(file: ValidatedFile, view: View, widest: number): string {
  const { verdict, findings, warnings } = file.validation;
  const lines = [`${verdictWord(verdict, view, widest)}  ${plain(file.file)}${aboutText(file, view)}`];
  lines.push(...findingGroups(findings, mostFindings, view));
  if (warnings.length > 0) {
    const notes = findingGroups(warnings, mostWarnings, view).join('\n');
    lines.push(indent(view.style.dim(`${view.t('xoev.validate.warnings')}:`), 4), view.style.dim(indent(notes, 2)));
  }
  return lines.join('\n');
}

function verdictWord(verdict: Verdict, { t, style }: View, widest: number): string {
  const word = t(`xoev.verdict.${verdict}`).padEnd(widest);
  if (verdict === 'valid') return style.green(word);
  return verdict === 'not-checked' ? style.yellow(word) : style.red(word);
}

/** Standard, version and type, and the set. */
function aboutText({ standard, set }: ValidatedFile, { t, style }: View): string {
  const what = standard && [standard.title, standard.version, standard.type].filter((part) => part !== undefined).join(' ');
  const parts = [what, set && t('xoev.validate.checkedWith', { set })].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : style.dim(`  (${parts.map(plain).join(', ')})`);
}

/** Findings below their code, which says once what it means and what to do. */
function findingGroups(findings: readonly Finding[], most: number, view: View): string[] {
  const { t, style } = view;
  const lines: string[] = [];
  for (const [key, group] of Map.groupBy(findings, ({ code, hint }) => `${code} ${hint ?? ''}`)) {
    const [first] = group;
    if (!first || key === '') continue;
    const entry: ErrorCodeEntry = errorCodes[first.code];
    const official = first.officialCode ?? entry.officialCode;
    const texts = view.language === 'de' ? codesDe[first.code] : entry;
    lines.push(`    ${style.bold(first.code)} ${texts.title}${official === undefined ? '' : ` (${official})`}`);
    for (const finding of group.slice(0, most)) lines.push(indent(findingLine(finding, view), 6));
    if (group.length > most) lines.push(`      ${t('xoev.validate.more', { count: group.length - most })}`);
    lines.push(`      ${t('error.hint')} ${plain(first.hint ?? texts.hint)}`);
  }
  return lines;
}

function findingLine({ message, where }: Finding, { t }: View): string {
  const { path, ...inFile } = where ?? {};
  const at = place(inFile, t);
  const lines = [`${at === '' ? '' : `${at}: `}${plain(message)}`];
  if (path !== undefined) lines.push(`  ${plain(path)}`);
  return lines.join('\n');
}
