import type { RelatedSubmission, ReportView } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { indent, table } from './table.ts';
import { state, time } from './values.ts';

/** What the portal was told, and what it is still to be told: kind, when it was written, tries, sent or due. */
export function reportsPart(reports: readonly ReportView[], view: View): string {
  const { t, style } = view;
  const rows = reports.map((report) => [
    kind(report, view),
    t('show.reportWritten', { at: time(report.createdAt, view) }),
    progress(report, view),
  ]);
  return `${style.bold(t('show.reports'))}\n${indent(table(rows), 2)}`;
}

/** Submissions that belong together with the one shown, by our ids only. */
export function relatedPart(related: readonly RelatedSubmission[], view: View): string {
  const { t, style } = view;
  const rows = related.map((one) => [one.id, state(one.state, view), time(one.receivedAt, view), t(`relation.${one.relation}`)]);
  return `${style.bold(t('show.related'))}\n${indent(table(rows), 2)}`;
}

function kind({ kind: name, state: said }: ReportView, { t }: View): string {
  if (said !== undefined) return [t(`record.${said.status}`), ...(said.final ? [t('record.final')] : [])].join(', ');
  return name === 'status' ? name : t(`state.${name}`);
}

function progress({ sentAt, dueAt, tries }: ReportView, view: View): string {
  const { t, style } = view;
  const tried = tries > (sentAt === undefined ? 0 : 1) ? [t('show.reportTries', { tries })] : [];
  if (sentAt !== undefined) return [t('show.reportSent', { at: time(sentAt, view) }), ...tried].join(', ');
  if (dueAt === undefined) return style.yellow(t('show.reportQueued'));
  return style.yellow([...tried, t('show.reportDue', { at: time(dueAt, view) })].join(', '));
}
