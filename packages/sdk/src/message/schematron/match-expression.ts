/** A pattern of XSLT as an expression. */
export interface MatchExpression {
  /** Selects all nodes that match, seen from the document. */
  readonly expression: string;
  /** Local names that must occur in a document for anything to match; empty when that cannot be told. */
  readonly needs: readonly string[];
}

const name = '[\\p{L}_][\\p{L}\\d_.-]*';
const plainPath = new RegExp(`^/{0,2}(?:${name}:)?${name}(?:/{1,2}(?:${name}:)?${name})*$`, 'u');

/** Turns the context of a rule, a match pattern, into an expression: what is not absolute may stand anywhere. */
export function matchExpression(context: string): MatchExpression {
  const alternatives = alternativesOf(context).map((one) => one.trim());
  const paths = alternatives.map((one) => (one.startsWith('/') ? one : `//${one}`));
  const [only] = alternatives;
  const needs = alternatives.length === 1 && only !== undefined && plainPath.test(only) ? localNamesOf(only) : [];
  return { expression: paths.join(' | '), needs };
}

function localNamesOf(path: string): string[] {
  return path.split('/').flatMap((step) => (step === '' ? [] : [step.slice(step.indexOf(':') + 1)]));
}

/** The parts between `|` that stand outside of brackets and texts. */
function alternativesOf(context: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [piece] of context.matchAll(/"[^"]*"|'[^']*'|[^"']/g)) {
    if (piece === '[' || piece === '(') depth++;
    if (piece === ']' || piece === ')') depth--;
    if (piece === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}
