import { parseXPath } from './lint/parse-xpath.ts';
import type { XPathExpression, XPathLocation, XPathStep } from './lint/xpath.ts';

/**
 * The location paths of the nodes that an XPath expression looks at: those it selects or compares, and those in predicates, each
 * written so that it is seen from where the expression is. With `beside`, those of its outermost paths are left out.
 */
export function pathsRead(expression: string, beside: boolean): readonly string[] {
  const parsed = parseXPath(expression);
  if (!parsed) return [];
  const found = new Set<string>();
  collect(parsed, { expression, found, above: '', beside });
  return [...found];
}

interface Collecting {
  readonly expression: string;
  readonly found: Set<string>;
  /** The path from which the expression is seen, with its slash; empty for where the whole expression is seen from. */
  readonly above: string;
  readonly beside: boolean;
}

function collect(part: XPathExpression, to: Collecting): void {
  if (part.kind === 'location') collectLocation(part, to);
  else if ('parts' in part) for (const inner of part.parts) collect(inner, to);
}

function collectLocation(location: XPathLocation, to: Collecting): void {
  const { from, steps } = location;
  if (typeof from === 'object') {
    collect(from.primary, to);
    return;
  }
  let above = from === 'root' ? '/' : to.above;
  for (const step of steps) {
    const bare = above + bareStep(step);
    for (const predicate of step.predicates) collect(predicate, { ...to, above: `${bare}/`, beside: false });
    above += `${to.expression.slice(step.start, step.end).startsWith('/') ? bareStep(step) : writtenStep(step, to)}/`;
  }
  if (steps.length > 0 && !to.beside) to.found.add(above.slice(0, -1));
}

function writtenStep(step: XPathStep, { expression }: Collecting): string {
  return step.predicates.length === 0 ? bareStep(step) : expression.slice(step.start, step.end);
}

function bareStep({ axis, test }: XPathStep): string {
  if (test.kind !== 'name') return `${axis}::${test.kind === 'text' ? 'text' : 'node'}()`;
  return `${axis}::${test.prefix === undefined ? '' : `${test.prefix}:`}${test.localName}`;
}
