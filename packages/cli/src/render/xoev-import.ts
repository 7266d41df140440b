import type { ImportRemark } from '@amtsbote/sdk/workbench';
import type { ImportSummary } from '../commands/xoev/import-handler.ts';
import type { View } from '../context.ts';
import { plain } from './plain.ts';

const mostLists = 10;

/** `amtsbote xoev import` for people. */
export function importText(imported: ImportSummary, view: View): string {
  const { set, remarks, compileMs } = imported;
  const { t, style } = view;
  const notes = remarkLines(remarks, view).map((line) => `  ${line}`);
  if (set === undefined) return [...listLines(imported, view), ...notes].join('\n');
  const { name, schemas, rules, codeLists, roots } = set;
  const done = t('xoev.import.done', { name: style.bold(name), schemas, rules, codeLists, roots, ms: compileMs });
  return [done, ...notes, roots === 0 ? t('xoev.import.noRoots') : t('xoev.import.next', { name })].join('\n');
}

function listLines({ codeLists }: ImportSummary, { t }: View): string[] {
  const shown = codeLists.slice(0, mostLists).map(({ title, uri, version }) => `  ${plain(title)}  ${plain(uri)}  ${plain(version)}`);
  const more = codeLists.length - shown.length;
  return [
    t('xoev.import.lists', { count: codeLists.length }),
    ...shown,
    ...(more > 0 ? [`  ${t('xoev.validate.more', { count: more })}`] : []),
  ];
}

function remarkLines(remarks: readonly ImportRemark[], { t }: View): string[] {
  const lines: string[] = [];
  const leftOut: string[] = [];
  for (const remark of remarks) {
    if (remark.kind === 'same-content') lines.push(t('xoev.import.sameContent', { file: plain(remark.file), as: plain(remark.as) }));
    if (remark.kind === 'taken') lines.push(t('xoev.import.taken', { set: remark.set, count: remark.count }));
    if (remark.kind === 'unreadable-list')
      lines.push(t('xoev.import.unreadable', { file: plain(remark.file), reason: plain(remark.message) }));
    if (remark.kind === 'left-out') leftOut.push(`${remark.count} × ${plain(remark.ending) || t('xoev.import.noEnding')}`);
  }
  if (leftOut.length > 0) lines.push(t('xoev.import.leftOut', { list: leftOut.join(', ') }));
  return lines;
}
