import type { AuditFault, AuditResult } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { indent } from './table.ts';

/** `amtsbote audit verify` for people. */
export function auditText(result: AuditResult, view: View): string {
  const { t, style } = view;
  const { events, submissions, checkpoints, unsealed, unhashed, faults } = result;
  const lines = [
    result.ok ? style.green(t('audit.ok')) : style.red(t('audit.notOk', { count: faults.length })),
    indent(t('audit.counts', { events, submissions, checkpoints }), 2),
  ];
  if (unsealed > 0) lines.push(indent(t('audit.unsealed', { count: unsealed }), 2));
  if (unhashed > 0) lines.push(indent(t('audit.unhashed', { count: unhashed }), 2));
  if (result.purged > 0) lines.push(indent(t('audit.purged', { count: result.purged }), 2));
  if (result.beginsAt !== undefined) lines.push(indent(t('audit.beginsAt', { checkpoint: result.beginsAt }), 2));
  return [...lines, ...faults.map((fault) => indent(faultLine(fault, view), 2))].join('\n');
}

function faultLine({ kind, submission, position, checkpoint, event }: AuditFault, { t }: View): string {
  if (event !== undefined) return t('audit.fault.purge-unproved-event', { event });
  return t(`audit.fault.${kind}`, { submission: submission ?? '', position: position ?? '', checkpoint: checkpoint ?? '' });
}
