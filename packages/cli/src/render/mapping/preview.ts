import type { MessagePreview, PreviewedField } from '@amtsbote/sdk/workbench';
import type { View } from '../../context.ts';
import { findings } from '../findings.ts';
import { plain } from '../plain.ts';
import { indent, table } from '../table.ts';

/** `amtsbote mapping preview` for people. Shows values, because a person asked for them. */
export function previewText({ message, previews, findings: against }: MessagePreview, view: View): string {
  const parts = previews.map((preview) => previewPart(preview, view));
  if (against.length > 0) parts.push(`${plain(message)}\n${findings(against, view, 2)}`);
  return parts.join('\n\n');
}

function previewPart(preview: MessagePreview['previews'][number], view: View): string {
  const { t, style } = view;
  const { file, recordType, outcome, fields, findings: against, routes } = preview;
  const paint = outcome === 'mapped' ? style.green : outcome === 'case' ? style.yellow : style.red;
  const route = routes.length > 0 ? t('mapping.preview.routes', { routes: routes.join(', ') }) : '';
  const lines = [
    `${style.bold(recordType)}  ${paint(t(`mapping.outcome.${outcome}`))}`,
    indent([t('mapping.preview.by', { file: plain(file) }), route].filter(Boolean).join(', '), 2),
  ];
  if (fields.length > 0) lines.push('', indent(fieldTable(fields, file, view), 2));
  if (against.length > 0) lines.push('', findings(against, view, 2));
  return lines.join('\n');
}

function fieldTable(fields: readonly PreviewedField[], file: string, { t, style }: View): string {
  const head = [t('mapping.col.field'), t('mapping.col.value'), t('mapping.col.source'), t('mapping.col.line'), t('mapping.col.rule')];
  const rows = fields.map(({ field, value, original, codeName, sources, rule }) => [
    field,
    value === undefined
      ? style.dim(t('mapping.preview.none'))
      : shownValue(value) +
        (original === undefined ? '' : style.dim(` ← ${shownValue(original)}`)) +
        (codeName === undefined ? '' : style.dim(` (${plain(codeName)})`)),
    sources.map(({ path }) => plain(endOf(belowRoot(path)))).join(' + '),
    sources.map(({ line = '' }) => line).join(' + '),
    style.dim(`${rule.kind}${rule.line === undefined ? '' : ` ${rule.file === file ? '' : rule.file}:${rule.line}`}`),
  ]);
  return table([head.map((cell) => style.bold(cell)), ...rows]);
}

/** A path without the root element, which is the same for all. */
function belowRoot(path: string): string {
  return path.replace(/^\/[^/]+\//, '');
}

const longest = 60;

/** The last steps of a long path, which tell more than the first; --json has all of it. */
function endOf(path: string): string {
  const steps = path.split('/');
  let shown = steps.pop() ?? '';
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (shown.length + step.length + 1 > longest) return `…/${shown}`;
    shown = `${step}/${shown}`;
  }
  return shown;
}

/** Texts as they are, so that blanks at their ends show; line breaks as a mark; the rest as JSON. */
function shownValue(value: NonNullable<PreviewedField['value']>): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = plain(text.replaceAll(/\r\n|\n|\r/g, '⏎'));
  const letters = [...line];
  const shown = letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : line;
  return typeof value === 'string' && (shown === '' || shown.trim() !== shown) ? `"${shown}"` : shown;
}
