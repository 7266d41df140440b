import { visible } from '../../message/characters/visible.ts';
import type { CoverageCounts, CoverageSummary, MessageCoverage } from './coverage.ts';
import { countsOf } from './coverage.ts';
import { coverageTexts, type CoverageTexts, coverageVerdict } from './coverage-texts.ts';
import { type CoverageBranch, coverageTree } from './coverage-tree.ts';
import { coverageStyle } from './coverage-style.ts';

/** What a coverage page is about. */
export interface CoverageReport {
  readonly mapping: string;
  readonly recordType: string;
  readonly coverages: readonly MessageCoverage[];
  readonly summary: CoverageSummary;
  readonly language: 'de' | 'en';
}

type Kind = 'read' | 'ignored' | 'lost' | 'empty';

/** Each kind has a mark of its own besides its colour. */
const marks: Readonly<Record<Kind, string>> = { read: '✓', ignored: '–', lost: '✕', empty: '○' };

const kinds: readonly Kind[] = ['read', 'ignored', 'lost', 'empty'];

/** A page of its own, without scripts and without anything to load. Holds no values of the messages. */
export function coverageHtml(report: CoverageReport): string {
  const { summary, language, mapping, recordType } = report;
  const t = coverageTexts[language];
  const verdict = coverageVerdict(summary.lost, t);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${t.title}: ${mapping}`)}</title>
<style>${coverageStyle}</style>
</head>
<body>
<header>
<h1>${t.title}</h1>
<p class="about">${t.mapping} <code>${escaped(mapping)}</code> · ${t.record} <code>${escaped(recordType)}</code></p>
<p class="verdict ${summary.lost === 0 ? 'read' : 'lost'}"><span class="mark" aria-hidden="true">${marks[summary.lost === 0 ? 'read' : 'lost']}</span> ${verdict}</p>
${bar(summary, t)}
<dl class="legend">${kinds.map((kind) => legendEntry(kind, summary, t)).join('')}</dl>
</header>
<main>
${messagesPart(report, t)}
<section aria-labelledby="places">
<h2 id="places">${t.places}</h2>
<p>${t.lead} ${t.noValues}</p>
<fieldset><legend>${t.show}</legend>
<label><input type="radio" name="show" checked> ${t.all}</label>
<label><input type="radio" name="show" id="only-lost"> ${t.onlyLost}</label>
</fieldset>
<ul class="tree">
${coverageTree(summary.places)
  .map((branch) => branchItem(branch, t))
  .join('\n')}
</ul>
</section>
</main>
</body>
</html>
`;
}

function bar(counts: CoverageCounts, t: CoverageTexts): string {
  const parts = kinds.map((kind) => ({ kind, count: countOf(kind, counts) })).filter(({ count }) => count > 0);
  const words = parts.map(({ kind, count }) => `${count} ${t[kind]}`).join(', ');
  const pieces = parts.map(({ kind, count }) => `<span class="${kind}" style="flex-grow:${count}">${marks[kind]}</span>`);
  return `<div class="bar" role="img" aria-label="${escaped(words)}">${pieces.join('')}</div>`;
}

function legendEntry(kind: Kind, counts: CoverageCounts, t: CoverageTexts): string {
  const meaning = t[`${kind}Meaning`];
  const head = `<span class="mark" aria-hidden="true">${marks[kind]}</span> <b>${countOf(kind, counts)}</b> ${t[kind]}`;
  return `<div class="${kind}"><dt>${head}</dt><dd>${meaning}</dd></div>`;
}

function messagesPart({ coverages }: CoverageReport, t: CoverageTexts): string {
  const rows = coverages.map((coverage) => {
    const counts = countsOf(coverage.leaves);
    const codes = [...new Set(coverage.findings.map(({ code }) => code))].join(', ');
    const result = `${t[coverage.outcome]}${codes === '' ? '' : ` (${codes})`}`;
    const cells = kinds.map((kind) => `<td class="number">${countOf(kind, counts)}</td>`).join('');
    return `<tr><th scope="row">${escaped(coverage.message)}</th>${cells}<td>${escaped(result)}</td></tr>`;
  });
  const heads = kinds.map((kind) => `<th scope="col" class="number">${t[kind]}</th>`).join('');
  return `<section aria-labelledby="messages">
<h2 id="messages">${t.messages}</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">${t.message}</th>${heads}<th scope="col">${t.result}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>
</section>`;
}

function branchItem(branch: CoverageBranch, t: CoverageTexts): string {
  const { name, place, branches, lost } = branch;
  const own = place ? leafLine(place, name, t) : undefined;
  const attribute = lost > 0 ? ' class="has-lost"' : '';
  if (branches.length === 0) return `<li${attribute}>${own ?? ''}</li>`;
  const inner = branches.map((one) => branchItem(one, t)).join('\n');
  const sums = kinds
    .filter((kind) => countOf(kind, branch) > 0)
    .map(
      (kind) =>
        `<span class="${kind}" title="${t[kind]}">${marks[kind]} ${countOf(kind, branch)}<span class="hidden"> ${t[kind]}</span></span>`,
    )
    .join(' ');
  const head = own ?? nameOf(name);
  return `<li${attribute}><details open><summary>${head} <span class="sums">${sums}</span></summary><ul>\n${inner}\n</ul></details></li>`;
}

function leafLine(place: CoverageCounts & { readonly fields: readonly string[] }, name: string, t: CoverageTexts): string {
  const present = kinds.filter((kind) => countOf(kind, place) > 0);
  const states = present.map((kind) => {
    const count = countOf(kind, place);
    const times = present.length > 1 || count > 1 ? ` (${t.times.replace('{count}', String(count))})` : '';
    return `<span class="state ${kind}"><span class="mark" aria-hidden="true">${marks[kind]}</span> ${t[kind]}${times}</span>`;
  });
  const fields = place.fields.map((field) => `<code class="field">${escaped(field)}</code>`).join(' ');
  return `<span class="leaf">${nameOf(name)}${states.join(' ')}${fields === '' ? '' : ` <span class="arrow" aria-hidden="true">→</span> ${fields}`}</span>`;
}

function nameOf(name: string): string {
  const [, at = '', prefix = '', local = name] = /^(@?)([^:]*:)?(.*)$/.exec(name) ?? [];
  return `<code class="name">${at}${prefix === '' ? '' : `<span class="prefix">${escaped(prefix)}</span>`}${escaped(local)}</code>`;
}

function countOf(kind: Kind, counts: CoverageCounts): number {
  return kind === 'empty' ? counts.dropped - counts.lost : counts[kind];
}

function escaped(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
