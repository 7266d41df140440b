import type { DeliverySummary, SubmissionSummary, SyncResult } from '@amtsbote/sdk/runtime';
import type { Synced } from '../commands/sync/sync-once.ts';
import { withoutKnown } from '../commands/sync/without-known.ts';
import type { View } from '../context.ts';
import { isHeldUp } from '../exit-codes.ts';
import { findings } from './findings.ts';
import { plain } from './plain.ts';
import { restReason } from './rest.ts';
import { indent, table } from './table.ts';
import { deadlineLines } from './urgent.ts';
import { channel, state, time } from './values.ts';

/** `amtsbote sync` for people: what became of each submission, then the counts. Nothing when it is to be quiet and nobody is needed. */
export function syncText(synced: Synced, view: View): string {
  const { result, known, evidence, quiet } = synced;
  const { t, style } = view;
  const parts: string[] = [];
  const shown = quiet ? needingAttention(withoutKnown(result, known).submissions) : result.submissions;
  const urgent = urgentPart(synced, view);
  if (quiet && shown.length + urgent.length === 0 && isCalm(synced)) return '';
  if (shown.length > 0) parts.push(submissionsPart(shown, known, view));
  for (const { portal, findings: reasons } of result.portalsFailed) {
    parts.push(`${style.red(t('sync.portalFailed', { portal }))}\n${findings(reasons, view)}`);
  }
  for (const { delivery, preview } of result.previews) {
    parts.push(`${style.bold(t('sync.wouldSend', { delivery }))}\n${indent(preview.split('\n').map(plain).join('\n'), 2)}`);
  }
  if (evidence !== undefined) {
    parts.push(t('show.evidenceWritten', { directory: evidence.directory, count: evidence.files.length }));
  }
  parts.push(...urgent, lastLines(synced, view));
  return parts.join('\n\n');
}

/** What portals will reject by themselves. When it is to be quiet, only in the run that warns of it: cron would say it all day. */
function urgentPart({ result, quiet, warnings = 0 }: Synced, view: View): readonly string[] {
  const { deadlines = [] } = result;
  if (deadlines.length === 0 || (quiet === true && warnings === 0)) return [];
  return [deadlineLines(deadlines, view).join('\n')];
}

function isCalm({ result, openCases = 0 }: Synced): boolean {
  return result.portalsFailed.length === 0 && !result.interrupted && openCases === 0;
}

/** Cases, rejections, and what could not go out for a reason; of a submission only the deliveries of which that is so. */
function needingAttention(submissions: readonly SubmissionSummary[]): readonly SubmissionSummary[] {
  return submissions.flatMap((submission) => {
    const deliveries = submission.deliveries.filter((delivery) => needsAttention(delivery) || isHeldUp(delivery));
    const isShown = submission.deliveries.length === 0 ? needsAttention(submission) : deliveries.length > 0;
    return isShown ? [{ ...submission, deliveries }] : [];
  });
}

function needsAttention({ state: name, findings: reasons }: Pick<DeliverySummary | SubmissionSummary, 'state' | 'findings'>): boolean {
  return name === 'case' || name === 'rejected' || reasons.length > 0;
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
  const { route, target, reference, waits } = delivery;
  const row = [submission.id, state(delivery.state, view), `${route} → ${target}`];
  if (waits !== undefined) return [...row, view.t('list.waits', { until: time(waits.until, view), reason: restReason(waits, view) })];
  if (reference === undefined) return row;
  return [...row, view.style.bold(plain(reference)), channel(delivery.channel, view)];
}

function lastLines({ result, known, dryRun, openCases }: Synced, view: View): string {
  const { t, style } = view;
  const counts = countOutcomes(withoutKnown(result, known));
  const nothing = result.submissions.length === 0 && result.portalsFailed.length === 0 && result.duplicates === 0;
  const summary = t(dryRun ? 'sync.summaryDryRun' : 'sync.summary', counts);
  const lines = result.states === undefined ? [] : [t('sync.states', { count: result.states })];
  if (!nothing) lines.push(summary);
  else if (lines.length === 0) lines.push(t('sync.nothing'));
  if (dryRun) lines.push(t('sync.dryRunNote'));
  if (result.interrupted) lines.push(style.yellow(t('sync.interrupted')));
  if (openCases !== undefined) lines.push(t('sync.openCases', { count: openCases }));
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
