import type { Finding } from '@amtsbote/sdk';
import type { DeliverySummary, SubmissionSummary } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { title } from './findings.ts';
import { plain } from './plain.ts';
import { restReason } from './rest.ts';
import { table } from './table.ts';
import { channel, state, time } from './values.ts';

/** `amtsbote list` for people: one line per delivery, or per submission without one. */
export function listText(submissions: readonly SubmissionSummary[], view: View): string {
  const { t, style } = view;
  if (submissions.length === 0) return t('list.empty');
  const head = [t('col.id'), t('col.received'), t('col.state'), t('col.target'), t('col.reference'), t('col.channel'), t('col.reason')];
  const rows = submissions.flatMap((submission) =>
    submission.deliveries.length === 0
      ? [submissionRow(submission, view)]
      : submission.deliveries.map((delivery) => deliveryRow(submission, delivery, view)),
  );
  return table([head.map(style.dim), ...rows]);
}

function submissionRow(submission: SubmissionSummary, view: View): readonly string[] {
  return [
    submission.id,
    time(submission.receivedAt, view),
    state(submission.state, view),
    '',
    '',
    '',
    reason(submission.findings, view) || purgedReason(submission, view),
  ];
}

function deliveryRow(submission: SubmissionSummary, delivery: DeliverySummary, view: View): readonly string[] {
  return [
    submission.id,
    time(submission.receivedAt, view),
    state(delivery.state, view),
    delivery.target,
    plain(delivery.reference ?? ''),
    channel(delivery.channel, view),
    waitReason(delivery, view) ?? (reason(delivery.findings, view) || purgedReason(submission, view)),
  ];
}

function waitReason({ waits }: DeliverySummary, view: View): string | undefined {
  return waits && view.t('list.waits', { until: time(waits.until, view), reason: restReason(waits, view) });
}

function purgedReason({ purged, held }: SubmissionSummary, view: View): string {
  if (purged?.content !== undefined) return view.t('list.purged', { at: time(purged.content, view) });
  return held === true ? view.t('show.held') : '';
}

function reason(findings: readonly Finding[], view: View): string {
  const [first, ...others] = findings;
  if (first === undefined) return '';
  return `${first.code} ${title(first, view)}${others.length > 0 ? ` (+${others.length})` : ''}`;
}
