import type { MessageHeader, Party } from '@amtsbote/sdk';
import type { CourseStep, ExplainedPart } from '@amtsbote/sdk/workbench';
import type { Explained } from '../commands/xoev/explain-handler.ts';
import type { View } from '../context.ts';
import type { TextKey } from '../texts/texts.ts';
import { findings } from './findings.ts';
import { plain } from './plain.ts';
import { indent, table } from './table.ts';
import { size } from './values.ts';

const mostFindings = 5;
const longestMeaning = 90;

/** `amtsbote xoev explain` for people. */
export function explanationText(explained: Explained, view: View): string {
  const { t } = view;
  const { announced, answers, header, values } = explained;
  const sections = [head(explained, view), partsSection(explained.parts, view)];
  if (header) sections.splice(1, 0, headerSection(header, view));
  if (announced.length > 0) {
    const rows = announced.map(({ path, line }) => [lineWord(line, view), plain(path)]);
    sections.push(section(t('xoev.explain.announced'), table(rows), view));
  }
  if (answers.length > 0) {
    const rows = answers.map(({ type, name, impossible }) => [
      type,
      name ?? t('xoev.explain.impossible', { why: plain(impossible ?? '') }),
    ]);
    sections.push(section(t('xoev.explain.answers'), table(rows), view));
  }
  sections.push(courseSection(explained, view));
  if (values) {
    const rows = values.map(({ path, line, text }) => [lineWord(line, view), plain(path), plain(text.trim())]);
    sections.push(section(t('xoev.explain.allValues'), table(rows), view));
  }
  return sections.join('\n\n');
}

function head({ file, kind, encoding, bytes, root, standard, meaning, sets }: Explained, view: View): string {
  const { t, style } = view;
  const lines = [
    standard ? standardLine(standard, view) : t('xoev.explain.unknown'),
    `${kind === 'json' ? 'JSON' : 'XML'}, ${encoding}, ${size(bytes, view)}`,
  ];
  if (kind === 'xml') {
    const namespace = root.namespace === '' ? '–' : plain(root.namespace);
    lines.splice(1, 0, t('xoev.explain.root', { name: plain(root.localName), namespace }));
  }
  if (sets.length > 0) lines.push(t('xoev.explain.sets', { names: sets.join(', ') }));
  if (meaning !== undefined) lines.push('', plain(meaning));
  return `${style.bold(plain(file))}\n${indent(lines.join('\n'), 2)}`;
}

function standardLine({ title, version, type }: NonNullable<Explained['standard']>, { t, style }: View): string {
  const name = style.bold([title, version].filter(Boolean).join(' '));
  return type === undefined ? name : t('xoev.explain.standard', { name, type: plain(type) });
}

function headerSection(header: MessageHeader, view: View): string {
  const { t } = view;
  const rows = (
    [
      ['messageId', header.messageId],
      ['createdAt', header.createdAt],
      ['author', partyText(header.author)],
      ['reader', partyText(header.reader)],
      ['matter', header.matter],
      ['reference', header.reference],
      ['refersTo', header.refersTo.join(', ')],
      ['product', header.product],
      ['test', header.test ? t('xoev.explain.yes') : ''],
    ] as const
  ).flatMap(([name, text]) => (text === undefined || text === '' ? [] : [[t(`xoev.explain.header.${name}`), plain(text)]]));
  return section(t('xoev.explain.header'), rows.length === 0 ? t('xoev.explain.noHeader') : table(rows), view);
}

function partyText(party: Party | undefined): string | undefined {
  if (!party) return undefined;
  const key = [party.directory, party.key].filter(Boolean).join(' ');
  return [party.name, key === '' ? '' : `(${key})`].filter(Boolean).join(' ');
}

function partsSection(parts: readonly ExplainedPart[], view: View): string {
  const { t } = view;
  const rows = parts.flatMap((part) => [partRow(part, '', view), ...(part.parts ?? []).map((below) => partRow(below, '  ', view))]);
  return section(t('xoev.explain.parts'), rows.length === 0 ? t('xoev.explain.noValues') : table(rows), view);
}

function partRow({ name, times, values, line, meaning }: ExplainedPart, before: string, view: View): readonly string[] {
  const { t, style } = view;
  return [
    before + (name === '@' ? t('xoev.explain.attributes') : plain(name)),
    times > 1 ? `${times} ×` : '',
    t(values === 1 ? 'xoev.explain.oneValue' : 'xoev.explain.values.count', { count: values }),
    lineWord(line, view),
    style.dim(shortened(plain(meaning ?? ''))),
  ];
}

function courseSection({ course, validation }: Explained, view: View): string {
  const { style } = view;
  const lines = course.map((step, index) => {
    const text = stepText(step, view);
    return `${index + 1}. ${step.stops ? style.yellow(text) : text}`;
  });
  const found = validation?.findings ?? [];
  const shown = found.length > 0 ? `\n${findings(found.slice(0, mostFindings), view, 3)}` : '';
  const more = found.length > mostFindings ? `\n   ${view.t('xoev.explain.more', { count: found.length - mostFindings })}` : '';
  return section(view.t('xoev.explain.course'), `${lines.join('\n')}${shown}${more}`, view);
}

function stepText({ step, names }: CourseStep, { t }: View): string {
  const key: TextKey = `xoev.explain.step.${step}`;
  return t(key, { names: names.map(plain).join(', '), first: plain(names[0] ?? ''), second: plain(names[1] ?? '') });
}

function section(title: string, body: string, { style }: View): string {
  return `${style.bold(title)}\n${indent(body, 2)}`;
}

function lineWord(line: number | undefined, { t }: View): string {
  return line === undefined ? '' : t('place.line', { value: line });
}

function shortened(text: string): string {
  return text.length > longestMeaning ? `${text.slice(0, longestMeaning).trimEnd()} …` : text;
}
