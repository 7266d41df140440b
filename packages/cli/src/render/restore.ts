import type { RestoreResult } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { time } from './values.ts';

/** `amtsbote restore` for people. */
export function restoreText(restored: RestoreResult, view: View): string {
  const { t, style } = view;
  const lines = [t('restore.done', { at: time(restored.at, view), submissions: restored.submissions })];
  if (restored.open > 0) lines.push(t('restore.open', { count: restored.open }));
  if (restored.shredded > 0) lines.push(t('restore.shredded', { count: restored.shredded }));
  if (!restored.proven) lines.push(style.red(t('restore.notProven')));
  if (restored.setAside !== undefined) lines.push(t('restore.setAside', { folder: restored.setAside }));
  lines.push(t('restore.next'));
  return lines.join('\n');
}
