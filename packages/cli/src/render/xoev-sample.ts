import type { ListedRoots, Sampled } from '../commands/xoev/sample-handler.ts';
import type { View } from '../context.ts';
import { findings } from './findings.ts';
import { plain } from './plain.ts';
import { table } from './table.ts';

const longestDocumentation = 80;
const mostFindings = 10;

/** The possible roots of a set, one per line, below their namespace. */
export function rootsText({ set, roots }: ListedRoots, { t, style }: View): string {
  if (roots.length === 0) return t('xoev.sample.noRoots', { set });
  const byNamespace = [...Map.groupBy(roots, ({ namespace }) => namespace)];
  const messagesFirst = byNamespace.toSorted(([, one], [, other]) => Number(other.some(isNumbered)) - Number(one.some(isNumbered)));
  const groups = messagesFirst.map(([namespace, group]) => {
    const rows = group.map(({ localName, documentation }) => [`  ${localName}`, style.dim(shortened(documentation ?? ''))]);
    return `${style.bold(plain(namespace === '' ? t('xoev.sample.noNamespace') : namespace))}\n${table(rows)}`;
  });
  return [...groups, t('xoev.sample.next', { set })].join('\n\n');
}

/** What there is to say of a sample, beside the sample: whether it is valid, and what was made up. */
export function sampleNotes({ file, element, size, seed, remarks, validation }: Sampled, view: View): string {
  const { t, style } = view;
  const { verdict } = validation;
  const lines = [
    ...(file === undefined ? [] : [t('xoev.sample.written', { file })]),
    t('xoev.sample.made', { element: plain(element), size: t(`xoev.sample.size.${size}`), seed }),
    verdict === 'valid'
      ? style.green(t('xoev.sample.valid'))
      : style.red(t('xoev.sample.notValid', { verdict: t(`xoev.verdict.${verdict}`) })),
    ...(validation.findings.length === 0 ? [] : [findings(validation.findings.slice(0, mostFindings), view, 2)]),
    ...remarks.map((remark) => style.dim(`  - ${plain(remark)}`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Messages of XÖV have a number at the end of their name, other elements seldom. */
function isNumbered({ localName }: { readonly localName: string }): boolean {
  return /\d{4}$/.test(localName);
}

function shortened(text: string): string {
  return text.length <= longestDocumentation ? text : `${text.slice(0, longestDocumentation - 1)}…`;
}
