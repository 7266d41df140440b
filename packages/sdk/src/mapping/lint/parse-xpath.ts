import { type XPathAxis, type XPathExpression, type XPathFilter, type XPathStep, type XPathTest, xpathAxes } from './xpath.ts';
import { type XPathToken, xpathTokens } from './xpath-tokens.ts';

/** Takes an XPath 1.0 expression apart; undefined for what is none. Throws nothing. */
export function parseXPath(expression: string): XPathExpression | undefined {
  const tokens = xpathTokens(expression);
  if (!tokens || tokens.length === 0) return undefined;
  try {
    return new Parser(retoken(tokens)).whole();
  } catch (error) {
    if (error instanceof NotXPath) return undefined;
    throw error;
  }
}

class NotXPath extends Error {}

/** The name of an operator before which another operator stood is a name again: `and and and`. */
function retoken(tokens: readonly XPathToken[]): readonly XPathToken[] {
  const told: XPathToken[] = [];
  for (const token of tokens) {
    const before = told.at(-1);
    const named = token.kind === 'operator' && /^([a-z]+|\*)$/.test(token.text);
    const afterOperand = before !== undefined && before.kind !== 'operator' && !'([@,::'.includes(before.text);
    told.push(named && !afterOperand ? { ...token, kind: 'name' } : token);
  }
  return told;
}

/** Weakest first. */
const levels: readonly (readonly string[])[] = [['or'], ['and'], ['=', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', 'div', 'mod']];

class Parser {
  readonly #tokens: readonly XPathToken[];
  #at = 0;

  constructor(tokens: readonly XPathToken[]) {
    this.#tokens = tokens;
  }

  whole(): XPathExpression {
    const expression = this.#operation(0);
    if (this.#at < this.#tokens.length) throw new NotXPath();
    return expression;
  }

  #operation(level: number): XPathExpression {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#operation(level + 1);
    for (let operator = this.#taken(operators); operator; operator = this.#taken(operators)) {
      left = { kind: 'operation', operator, parts: [left, this.#operation(level + 1)] };
    }
    return left;
  }

  #unary(): XPathExpression {
    if (this.#taken(['-']) !== undefined) return { kind: 'operation', operator: '-', parts: [this.#unary()] };
    const parts = [this.#path()];
    while (this.#taken(['|']) !== undefined) parts.push(this.#path());
    const [only] = parts;
    return only && parts.length === 1 ? only : { kind: 'union', parts };
  }

  #path(): XPathExpression {
    const token = this.#peek();
    if (token?.kind === 'operator' && (token.text === '/' || token.text === '//')) return this.#absolute();
    if (token && startsPrimary(token)) return this.#filtered();
    return { kind: 'location', from: 'context', steps: this.#steps() };
  }

  #absolute(): XPathExpression {
    const slash = this.#next();
    if (slash.text === '//') return { kind: 'location', from: 'root', steps: [anyBelow(slash), ...this.#steps()] };
    return { kind: 'location', from: 'root', steps: this.#startsStep() ? this.#steps() : [] };
  }

  #filtered(): XPathExpression {
    const primary = this.#primary();
    const predicates = this.#predicates();
    const slash = this.#taken(['/', '//']);
    if (predicates.length === 0 && slash === undefined) return primary;
    const from: XPathFilter = { primary, predicates };
    if (slash === undefined) return { kind: 'location', from, steps: [] };
    const before = this.#tokens[this.#at - 1];
    const jump = slash === '//' && before ? [anyBelow(before)] : [];
    return { kind: 'location', from, steps: [...jump, ...this.#steps()] };
  }

  #primary(): XPathExpression {
    const token = this.#next();
    switch (token.kind) {
      case 'literal':
        return { kind: 'literal', text: token.text.slice(1, -1) };
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'variable':
        return { kind: 'variable' };
      case 'function':
        return { kind: 'call', name: token.text, parts: this.#arguments() };
      default: {
        const inner = this.#operation(0);
        this.#expect(')');
        return inner;
      }
    }
  }

  #arguments(): readonly XPathExpression[] {
    this.#expect('(');
    if (this.#taken([')']) !== undefined) return [];
    const parts = [this.#operation(0)];
    while (this.#taken([',']) !== undefined) parts.push(this.#operation(0));
    this.#expect(')');
    return parts;
  }

  #steps(): readonly XPathStep[] {
    const steps = [this.#step()];
    for (let slash = this.#taken(['/', '//']); slash; slash = this.#taken(['/', '//'])) {
      const before = this.#tokens[this.#at - 1];
      if (slash === '//' && before) steps.push(anyBelow(before));
      steps.push(this.#step());
    }
    return steps;
  }

  #step(): XPathStep {
    const first = this.#next();
    if (first.text === '.' || first.text === '..') {
      return { axis: first.text === '.' ? 'self' : 'parent', test: { kind: 'node' }, predicates: [], start: first.start, end: first.end };
    }
    const axis = this.#axis(first);
    const test = this.#test(first.kind === 'axis' || first.text === '@' ? this.#next() : first);
    const predicates = this.#predicates();
    return { axis, ...testFor(test, predicates), start: first.start, end: this.#tokens[this.#at - 1]?.end ?? first.end };
  }

  #axis(token: XPathToken): XPathAxis {
    if (token.text === '@') return 'attribute';
    if (token.kind !== 'axis') return 'child';
    this.#expect('::');
    const axis = xpathAxes.find((known) => known === token.text);
    if (!axis) throw new NotXPath();
    return axis;
  }

  #test(token: XPathToken): XPathTest {
    if (token.kind === 'node-type') {
      this.#arguments();
      return { kind: token.text === 'node' || token.text === 'text' ? token.text : 'other' };
    }
    if (token.kind !== 'name') throw new NotXPath();
    const colon = token.text.indexOf(':');
    return { kind: 'name', prefix: colon < 0 ? undefined : token.text.slice(0, colon), localName: token.text.slice(colon + 1) };
  }

  #predicates(): readonly XPathExpression[] {
    const predicates: XPathExpression[] = [];
    while (this.#taken(['[']) !== undefined) {
      predicates.push(this.#operation(0));
      this.#expect(']');
    }
    return predicates;
  }

  #startsStep(): boolean {
    const token = this.#peek();
    if (!token) return false;
    return token.kind === 'name' || token.kind === 'axis' || token.kind === 'node-type' || ['.', '..', '@'].includes(token.text);
  }

  #peek(): XPathToken | undefined {
    return this.#tokens[this.#at];
  }

  #next(): XPathToken {
    const token = this.#tokens[this.#at++];
    if (!token) throw new NotXPath();
    return token;
  }

  #taken(texts: readonly string[]): string | undefined {
    const token = this.#peek();
    if (!token || (token.kind !== 'operator' && token.kind !== 'symbol') || !texts.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  #expect(text: string): void {
    if (this.#taken([text]) === undefined) throw new NotXPath();
  }
}

function startsPrimary({ kind, text }: XPathToken): boolean {
  return kind === 'literal' || kind === 'number' || kind === 'variable' || kind === 'function' || text === '(';
}

/** `*[local-name()='a']` is a test for a name, written as a predicate. */
function testFor(test: XPathTest, predicates: readonly XPathExpression[]): Pick<XPathStep, 'test' | 'predicates'> {
  const [first, ...rest] = predicates;
  const localName = first && localNameAsked(first);
  if (test.kind !== 'name' || test.localName !== '*' || test.prefix !== undefined || localName === undefined) return { test, predicates };
  return { test: { kind: 'name', prefix: undefined, localName, anyNamespace: true }, predicates: rest };
}

function localNameAsked(predicate: XPathExpression): string | undefined {
  if (predicate.kind !== 'operation' || predicate.operator !== '=' || predicate.parts.length !== 2) return undefined;
  const call = predicate.parts.find((part) => part.kind === 'call');
  const literal = predicate.parts.find((part) => part.kind === 'literal');
  return call?.name === 'local-name' && call.parts.length === 0 ? literal?.text : undefined;
}

function anyBelow({ start, end }: XPathToken): XPathStep {
  return { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [], start, end };
}
