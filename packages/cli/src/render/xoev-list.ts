import type { SetList } from '../commands/xoev/list-handler.ts';
import type { View } from '../context.ts';
import { plain } from './plain.ts';
import { table } from './table.ts';
import { time } from './values.ts';

/** `amtsbote xoev list` for people. */
export function setListText({ sets, codeLists }: SetList, view: View): string {
  const { t, style } = view;
  const loose = codeLists > 0 ? [t('xoev.list.codeLists', { count: codeLists })] : [];
  if (sets.length === 0) return [t('xoev.list.empty'), ...loose].join('\n');
  const columns = ['name', 'schemas', 'rules', 'codeLists', 'roots', 'imported', 'source'] as const;
  const head = columns.map((column) => style.dim(t(`xoev.col.${column}`)));
  const rows = sets.map(({ name, schemas, rules, codeLists: lists, roots, importedAt, source }) => [
    name,
    ...[schemas, rules, lists, roots].map(String),
    time(Date.parse(importedAt), view),
    plain(source),
  ]);
  return [table([head, ...rows]), ...loose].join('\n');
}
