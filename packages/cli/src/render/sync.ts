import type { DeliverySummary, SubmissionSummary, SyncResult } from '@amtsbote/sdk/runtime';
import type { Synced } from '../commands/sync/handler.ts';
import { withoutKnown } from '../commands/sync/without-known.ts';
import type { View } from '../context.ts';
import { findings } from './findings.ts';
import { plain } from './plain.ts';
import { indent, table } from './table.ts';
import { channel, state } from './values.ts';

/** `amtsbote sync` for people: what became of each submission, then the counts. */
export function syncText({ result, known, dryRun, evidence }: Synced, view: View): string {
  const { t, style } = view;
  const parts: string[] = [];
  if (result.submissions.length > 0) parts.push(submissionsPart(result.submissions, known, view));
  for (const { portal, findings: reasons } of result.portalsFailed) {
    parts.push(`${style.red(t('sync.portalFailed', { portal }))}\n${findings(reasons, view)}`);
  }
  for (const { delivery, preview } of result.previews) {
    parts.push(`${style.bold(t('sync.wouldSend', { delivery }))}\n${indent(preview.split('\n').map(plain).join('\n'), 2)}`);
  }
  if (evidence !== undefined) {
    parts.push(t('show.evidenceWritten', { directory: evidence.directory, count: evidence.files.length }));
  }
  parts.push(lastLines({ result, known, dryRun }, view));
  return parts.join('\n\n');
}

function submissionsPart(submissions: readonly SubmissionSummary[], known: ReadonlySet<string>, view: View): string {
  const entries = submissions.flatMap((submission) =>
    submission.deliveries.length === 0
      ? [{ row: submissionRow(submission, view), reasons: submission.findings }]
      : submission.deliveries.map((delivery) => ({
          row: deliveryRow(submission, delivery, view),
          reasons: delivery.findings,
        })),
  );
  const rows = entries.map(({ row }) => (known.has(row[0] ?? '') ? knownRow(row, view) : row));
  const lines = table(rows).split('\n');
  return entries
    .map(({ row, reasons }, index) =>
      reasons.length === 0 || known.has(row[0] ?? '') ? lines[index] : `${lines[index]}\n${findings(reasons, view)}`,
    )
    .join('\n');
}

function knownRow([id = '', ...others]: readonly string[], { t, style }: View): readonly string[] {
  const cells = [...others, '', ''].slice(0, 4);
  return [id, ...cells, style.dim(t('sync.known'))];
}

function submissionRow(submission: SubmissionSummary, view: View): readonly string[] {
  return [submission.id, state(submission.state, view), submission.portal];
}

function deliveryRow(submission: SubmissionSummary, delivery: DeliverySummary, view: View): readonly string[] {
  const { route, target, reference } = delivery;
  const row = [submission.id, state(delivery.state, view), `${route} → ${target}`];
  if (reference === undefined) return row;
  return [...row, view.style.bold(plain(reference)), channel(delivery.channel, view)];
}

function lastLines({ result, known, dryRun }: Pick<Synced, 'result' | 'known' | 'dryRun'>, view: View): string {
  const { t, style } = view;
  const counts = countOutcomes(withoutKnown(result, known));
  const nothing = result.submissions.length === 0 && result.portalsFailed.length === 0 && result.duplicates === 0;
  const lines = nothing ? [t('sync.nothing')] : [t(dryRun ? 'sync.summaryDryRun' : 'sync.summary', counts)];
  if (dryRun) lines.push(t('sync.dryRunNote'));
  if (result.interrupted) lines.push(style.yellow(t('sync.interrupted')));
  if (!dryRun && counts.cases + counts.rejected > 0) lines.push(t('sync.seeCases'));
  return lines.join('\n');
}

interface Counts extends Record<string, number> {
  received: number;
  duplicates: number;
  delivered: number;
  rejected: number;
  cases: number;
  later: number;
  would: number;
}

/** Deliveries by what became of them; a submission without deliveries counts as one. */
function countOutcomes(result: SyncResult): Counts {
  const states = result.submissions.flatMap((submission): readonly string[] =>
    submission.deliveries.length === 0 ? [submission.state] : submission.deliveries.map((delivery) => delivery.state),
  );
  const of = (...names: readonly string[]): number => states.filter((name) => names.includes(name)).length;
  return {
    received: result.received,
    duplicates: result.duplicates,
    delivered: of('delivered'),
    rejected: of('rejected'),
    cases: of('case'),
    later: of('ready', 'unknown', 'attempting', 'committing', 'received'),
    would: new Set(result.previews.map((preview) => preview.delivery)).size,
  };
}
