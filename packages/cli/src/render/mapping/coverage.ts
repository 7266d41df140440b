import type { CoverageCounts, CoveredMessages, CoveredPlace, MappingCoverage, MessageCoverage } from '@amtsbote/sdk/workbench';
import type { View } from '../../context.ts';
import { findings } from '../findings.ts';
import { plain } from '../plain.ts';
import { indent, table } from '../table.ts';

/** How to show coverage. */
export interface CoverageView extends View {
  /** Every place, not only those where something is lost. */
  readonly all: boolean;
  /** Reports that were written. */
  readonly written: readonly string[];
}

/** `amtsbote mapping coverage` for people. */
export function coverageText({ mappings, others }: CoveredMessages, view: CoverageView): string {
  const { t } = view;
  const parts = mappings.map((mapping) => mappingPart(mapping, view));
  for (const { message, findings: against } of others) parts.push(`${plain(message)}\n${findings(against, view, 2)}`);
  for (const file of view.written) parts.push(t('mapping.coverage.written', { file }));
  return parts.join('\n\n');
}

function mappingPart({ file, coverages, summary }: MappingCoverage, view: CoverageView): string {
  const { t, style } = view;
  const verdict =
    summary.lost === 0 ? style.green(t('mapping.coverage.complete')) : style.red(t('mapping.coverage.lost', { count: summary.lost }));
  const head = ['message', 'read', 'ignored', 'lost', 'empty', 'share', 'result'] as const;
  const rows = coverages.map((one) => messageRow(one, view));
  const sum = [style.bold(t('mapping.coverage.sum')), ...numbers(summary), ''];
  const places = summary.places.filter(({ lost }) => view.all || lost > 0);
  return [
    `${style.bold(plain(file))}  ${verdict}`,
    indent(table([head.map((key) => style.bold(t(`mapping.col.${key}`))), ...rows, ...(rows.length > 1 ? [sum] : [])]), 2),
    ...(places.length > 0 ? ['', indent(placeTable(places, view), 2)] : []),
  ].join('\n');
}

function messageRow({ message, leaves, outcome, findings: against }: MessageCoverage, { t, style }: View): readonly string[] {
  const of = (state: string): number => leaves.filter((leaf) => leaf.state === state).length;
  const lost = leaves.filter(({ state, empty }) => state === 'dropped' && !empty).length;
  const counts = { read: of('read'), ignored: of('ignored'), dropped: of('dropped'), lost };
  const codes = [...new Set(against.map(({ code }) => code))].join(', ');
  return [plain(message), ...numbers(counts), t(`mapping.outcome.${outcome}`) + (codes === '' ? '' : style.dim(` ${codes}`))];
}

function numbers({ read, ignored, dropped, lost }: CoverageCounts): readonly string[] {
  const all = read + ignored + dropped;
  const share = all === 0 ? 100 : Math.floor(((all - lost) * 100) / all);
  return [...[read, ignored, lost, dropped - lost].map(String), `${share} %`];
}

function placeTable(places: readonly CoveredPlace[], { t, style }: View): string {
  const rows = places.map(({ path, read, ignored, lost, dropped, fields }) => {
    const states = [
      read > 0 && style.green(`✓ ${read}`),
      ignored > 0 && style.dim(`– ${ignored}`),
      lost > 0 && style.red(`✕ ${lost}`),
      dropped > lost && style.dim(`○ ${dropped - lost}`),
    ];
    return [states.filter((state) => state !== false).join(' '), plain(path), fields.join(', ')];
  });
  return table([[style.bold(t('mapping.col.state')), style.bold(t('mapping.col.place')), style.bold(t('mapping.col.fields'))], ...rows]);
}
