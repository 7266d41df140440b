import type { AttemptView, CaseAnswer, DeliverySummary, PurgeKind, SubmissionView } from '@amtsbote/sdk/runtime';
import type { Shown } from '../commands/show/handler.ts';
import type { View } from '../context.ts';
import { findings } from './findings.ts';
import { plain } from './plain.ts';
import { reportsPart, relatedPart } from './reports.ts';
import { restReason } from './rest.ts';
import { indent, table } from './table.ts';
import { channel, size, state, time } from './values.ts';

/** `amtsbote show` for people. */
export function showText({ submission, records, evidence }: Shown, view: View): string {
  const { t, style } = view;
  const parts = [head(submission, view), ...submission.deliveries.map((delivery) => deliveryPart(submission, delivery, view))];
  for (const { delivery, record, codes } of records ?? []) {
    const lines = [`${style.bold(t('show.record'))} ${delivery}`, indent(plainLines(JSON.stringify(record, undefined, 2)), 2)];
    if (codes.length > 0)
      lines.push(`  ${t('show.codes')}`, indent(table(codes.map(({ field, code, name }) => [field, plain(code), plain(name)])), 4));
    parts.push(lines.join('\n'));
  }
  if (submission.related.length > 0) parts.push(relatedPart(submission.related, view));
  if (submission.reports.length > 0) parts.push(reportsPart(submission.reports, view));
  if (submission.events.length > 0) parts.push(historyPart(submission, view));
  const count = submission.evidence.length;
  if (evidence !== undefined) parts.push(t('show.evidenceWritten', { directory: evidence.directory, count: evidence.files.length }));
  else if (count > 0) parts.push(t('show.evidence', { count, id: submission.id }));
  return parts.join('\n\n');
}

function head(submission: SubmissionView, view: View): string {
  const { t, style } = view;
  const lines = [
    `${style.bold(t('show.submission', { id: submission.id }))}  ${state(submission.state, view)}`,
    t('show.portal', { portal: submission.portal, at: time(submission.receivedAt, view) }),
  ];
  if (submission.portalId !== undefined) lines.push(t('show.portalId', { id: plain(submission.portalId) }));
  if (submission.answerBy !== undefined) lines.push(t('show.answerBy', { at: time(submission.answerBy, view) }));
  lines.push(...purgedLines(submission, view));
  if (submission.test) lines.push(t('show.test'));
  if (submission.duplicates > 0) lines.push(t('show.duplicates', { count: submission.duplicates }));
  if (submission.messageSize !== undefined) lines.push(t('show.message', { size: size(submission.messageSize, view) }));
  for (const { ref, name, size: bytes } of submission.attachments) {
    lines.push(t('show.attachment', { ref, name: plain(name), size: size(bytes, view) }));
  }
  if (submission.findings.length > 0) lines.push(findings(submission.findings, view, 0));
  lines.push(...answerLines(submission.id, submission.answers, view));
  const [first = '', ...others] = lines;
  return [first, ...others.map((line) => indent(line, 2))].join('\n');
}

function purgedLines({ purged = {}, held }: SubmissionView, view: View): readonly string[] {
  const { t, style } = view;
  const lines = Object.entries(purged).map(([kind, at]) =>
    style.dim(t('show.purged', { kind: t(`purge.kind.${kind as PurgeKind}`), at: time(at, view) })),
  );
  return held === true ? [...lines, style.yellow(t('show.held'))] : lines;
}

function deliveryPart(submission: SubmissionView, delivery: DeliverySummary, view: View): string {
  const { t, style } = view;
  const lines: string[] = [];
  if (delivery.reference !== undefined) {
    const reference = style.bold(plain(delivery.reference));
    lines.push(t('show.reference', { reference, channel: channel(delivery.channel, view) }));
  }
  const { waits, dueAt } = delivery;
  if (waits !== undefined) lines.push(t('list.waits', { until: time(waits.until, view), reason: restReason(waits, view) }));
  else if (dueAt !== undefined) lines.push(t('show.due', { at: time(dueAt, view) }));
  if (delivery.findings.length > 0) lines.push(findings(delivery.findings, view, 0));
  lines.push(...answerLines(delivery.key, delivery.answers, view));
  for (const attempt of submission.attempts) if (attempt.delivery === delivery.key) lines.push(attemptPart(attempt, view));
  const { key, route, target } = delivery;
  const first = `${style.bold(t('show.delivery', { key, route, target }))}  ${state(delivery.state, view)}`;
  return [first, ...lines.map((line) => indent(line, 2))].join('\n');
}

function answerLines(id: string, answers: readonly CaseAnswer[], { t }: View): readonly string[] {
  return answers.length === 0 ? [] : [t('show.answers', { id }), ...answers.map((answer) => `  ${t(`answer.${answer}`)}`)];
}

function attemptPart(attempt: AttemptView, view: View): string {
  const { t, style } = view;
  const outcome = attempt.outcome === undefined ? t('show.attemptOpen') : state(attempt.outcome, view);
  const line = t('show.attempt', {
    number: attempt.number,
    channel: channel(attempt.channel, view),
    at: time(attempt.startedAt, view),
    outcome: attempt.code === undefined ? outcome : `${outcome} ${attempt.code}`,
  });
  const steps = attempt.steps.map(({ name, ms, ok }) => [name, `${Math.round(ms)} ms`, ok ? '' : style.red(t('show.stepFailed'))]);
  return steps.length === 0 ? line : `${line}\n${indent(table(steps), 2)}`;
}

function historyPart(submission: SubmissionView, view: View): string {
  const rows = submission.events.map(({ at, type, detail }) => [
    view.style.dim(time(at, view)),
    plain(type),
    view.style.dim(
      plain(
        Object.entries(detail)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
      ),
    ),
  ]);
  return `${view.style.bold(view.t('show.history'))}\n${indent(table(rows), 2)}`;
}

function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}
