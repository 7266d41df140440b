import { visible } from '../../message/characters/visible.ts';
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
    return [asText(message), ...counts(countsOf(leaves)), `${t[outcome]}${codes === '' ? '' : ` (${codes})`}`];
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

/** A table splits at every bar, also inside code. */
function cell(text: string): string {
  return text.replaceAll(/(?<!\\)\|/g, '\\|').replaceAll(/\s+/g, ' ');
}

/** Text that is neither markup nor HTML. */
function asText(text: string): string {
  return visible(text).replaceAll(/[\\`*<>&[\]|~#]/g, '\\$&');
}

/** Code that nothing in it can end: between more backticks than it has in a row. */
function asCode(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return fence + space + shown + space + fence;
}
