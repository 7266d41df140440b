import type { DeliveryState, SubmissionState } from '@amtsbote/sdk';
import type { LedgerCounts, PauseView, RunView } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { restReason } from './rest.ts';
import { indent, table } from './table.ts';
import { urgentLines } from './urgent.ts';
import { state, time } from './values.ts';

/** `amtsbote status` for people. */
export function statusText(counts: LedgerCounts, view: View): string {
  const { t } = view;
  const parts = [
    ...section(t('status.submissions'), counts.submissions, view),
    ...section(t('status.deliveries'), counts.deliveries, view),
  ];
  if (parts.length === 0) parts.push(t('status.empty'));
  parts.push(...reportsLines(counts, view), ...urgentLines(counts, view));
  parts.push(...counts.pauses.map((pause) => pauseLine(pause, view)), runLine(counts.lastRun, view));
  return parts.join('\n');
}

function section(name: string, counts: Readonly<Partial<Record<SubmissionState | DeliveryState, number>>>, view: View): readonly string[] {
  const present = (Object.entries(counts) as [SubmissionState | DeliveryState, number][]).filter(([, count]) => count > 0);
  if (present.length === 0) return [];
  const rows = table(present.map(([key, count]) => [state(key, view), String(count)]));
  return [view.style.bold(name), indent(rows, 2)];
}

function reportsLines({ reportsWaiting: count, reportsWaitSince: since, reportsLate }: LedgerCounts, view: View): readonly string[] {
  if (count === 0 || since === undefined) return [];
  const line = view.t('status.reports', { count, since: time(since, view) });
  return reportsLate === true ? [view.style.yellow(`${line}. ${view.t('status.reportsLate')}`)] : [line];
}

function pauseLine(pause: PauseView, view: View): string {
  const { target, until, code } = pause;
  const key = code === 'AB_TARGET_CLOSED' ? 'status.closed' : 'status.paused';
  return view.style.yellow(view.t(key, { target, until: time(until, view), reason: restReason(pause, view) }));
}

function runLine(run: RunView | undefined, view: View): string {
  if (run === undefined) return view.t('status.noRun');
  const started = time(run.startedAt, view);
  if (run.endedAt !== undefined) return view.t('status.lastRun', { started });
  return view.t('status.running', { started, pid: run.pid, host: run.host });
}
