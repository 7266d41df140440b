/** A token of XPath 1.0. Names keep their prefix: `x:a`, `x:*`. */
export interface XPathToken {
  readonly kind: 'name' | 'operator' | 'number' | 'literal' | 'symbol' | 'function' | 'axis' | 'node-type' | 'variable';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const name = String.raw`[\p{L}_][\p{L}\p{N}\p{M}_.·-]*`;
const pattern = new RegExp(
  [
    String.raw`(?<blank>\s+)`,
    String.raw`(?<literal>"[^"]*"|'[^']*')`,
    String.raw`(?<number>\d+(?:\.\d*)?|\.\d+)`,
    String.raw`(?<variable>\$${name}(?::${name})?)`,
    String.raw`(?<name>${name}(?::(?!:)(?:${name}|\*))?|\*)`,
    String.raw`(?<symbol>\.\.|::|//|!=|<=|>=|[()[\].@,/|+=<>-])`,
  ].join('|'),
  'uy',
);

const operatorNames = new Set(['and', 'or', 'mod', 'div']);
const nodeTypes = new Set(['node', 'text', 'comment', 'processing-instruction']);
const operators = new Set(['/', '//', '|', '+', '-', '=', '!=', '<', '<=', '>', '>=']);

/** The tokens of an expression, told apart by the rules of XPath 1.0 (section 3.7), or undefined for none. */
export function xpathTokens(expression: string): readonly XPathToken[] | undefined {
  const raw: XPathToken[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < expression.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(expression);
    if (!match) return undefined;
    const [kind] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    if (kind === undefined) return undefined;
    if (kind !== 'blank') raw.push({ kind: kind as XPathToken['kind'], text: match[0], start, end: pattern.lastIndex });
  }
  return raw.map((token, index) => ({ ...token, kind: kindOf(token, raw[index - 1], raw[index + 1]) }));
}

function kindOf(token: XPathToken, before: XPathToken | undefined, after: XPathToken | undefined): XPathToken['kind'] {
  if (token.kind === 'symbol') return operators.has(token.text) ? 'operator' : 'symbol';
  if (token.kind !== 'name') return token.kind;
  const operand = before !== undefined && endsOperand(before);
  if (operand && (token.text === '*' || operatorNames.has(token.text))) return 'operator';
  return token.text === '*' ? 'name' : kindOfName(token, after);
}

function kindOfName(token: XPathToken, after: XPathToken | undefined): XPathToken['kind'] {
  if (after?.text === '(') return nodeTypes.has(token.text) ? 'node-type' : 'function';
  return after?.text === '::' ? 'axis' : 'name';
}

/** Whether an operator, not a name, must follow. A name before is one: `a and b` has its operator in the middle. */
function endsOperand({ kind, text }: XPathToken): boolean {
  if (kind === 'number' || kind === 'literal' || kind === 'variable') return true;
  if (kind === 'symbol') return text === ')' || text === ']' || text === '.' || text === '..';
  return kind === 'name';
}
