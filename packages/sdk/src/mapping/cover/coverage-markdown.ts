import { type CoverageCounts, countsOf } from './coverage.ts';
import type { CoverageReport } from './coverage-html.ts';
import { coverageTexts, type CoverageTexts, coverageVerdict } from './coverage-texts.ts';

/** The same as the page, as Markdown tables. */
export function coverageMarkdown(report: CoverageReport): string {
  const { summary, coverages, mapping, recordType, language } = report;
  const t = coverageTexts[language];
  const verdict = coverageVerdict(summary.lost, t);
  const heads = [t.read, t.ignored, t.lost, t.empty];
  const numbers = ['-', '-', '-', '-'].map(() => '--:');
  const messages = coverages.map(({ message, leaves, outcome, findings }) => {
    const codes = [...new Set(findings.map(({ code }) => code))].join(', ');
    return [message, ...counts(countsOf(leaves)), `${t[outcome]}${codes === '' ? '' : ` (${codes})`}`];
  });
  const places = summary.places.map((place) => [asCode(place.path), states(place, t), place.fields.map(asCode).join(', ')]);
  return (
    [
      `# ${t.title}`,
      `${t.mapping} ${asCode(mapping)}, ${t.record} ${asCode(recordType)}. **${verdict}**`,
      `## ${t.messages}`,
      table([t.message, ...heads, t.result], ['---', ...numbers, '---'], messages),
      `## ${t.places}`,
      `${t.lead} ${t.noValues}`,
      table([t.place, '', t.fields], ['---', '---', '---'], places),
      '',
    ]
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function counts({ read, ignored, lost, dropped }: CoverageCounts): readonly string[] {
  return [read, ignored, lost, dropped - lost].map(String);
}

function states({ read, ignored, lost, dropped }: CoverageCounts, t: CoverageTexts): string {
  const parts: readonly (readonly [number, string])[] = [
    [read, `✓ ${t.read}`],
    [ignored, `– ${t.ignored}`],
    [lost, `**✕ ${t.lost}**`],
    [dropped - lost, `○ ${t.empty}`],
  ];
  const present = parts.filter(([count]) => count > 0);
  return present.map(([count, word]) => (present.length > 1 || count > 1 ? `${word} (${count})` : word)).join(', ');
}

function table(head: readonly string[], rule: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, rule, ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

function asCode(text: string): string {
  return `\`${text}\``;
}
