import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseXPath } from './parse-xpath.ts';
import type { XPathExpression } from './xpath.ts';

/** An expression in one short form, to compare. */
function shown(expression: XPathExpression | undefined): string {
  if (!expression) return 'none';
  switch (expression.kind) {
    case 'location': {
      const from =
        typeof expression.from === 'string'
          ? expression.from
          : `(${shown(expression.from.primary)})${predicates(expression.from.predicates)}`;
      const steps = expression.steps.map(({ axis, test: node, predicates: inside }) => {
        const name = node.kind === 'name' ? `${node.prefix ?? ''}|${node.localName}` : `${node.kind}()`;
        return `${axis}::${name}${predicates(inside)}`;
      });
      return [from, ...steps].join('/');
    }
    case 'literal':
      return `'${expression.text}'`;
    case 'number':
      return String(expression.value);
    case 'variable':
      return '$';
    case 'call':
      return `${expression.name}(${expression.parts.map(shown).join(', ')})`;
    default:
      return `(${expression.parts.map(shown).join(` ${expression.kind === 'union' ? '|' : expression.operator} `)})`;
  }
}

function predicates(inside: readonly XPathExpression[]): string {
  return inside.map((one) => `[${shown(one)}]`).join('');
}

test('steps, axes, abbreviations and predicates are told apart', () => {
  expect(shown(parseXPath('.//x:a/@b'))).toBe('context/self::node()/descendant-or-self::node()/child::x|a/attribute::|b');
  expect(shown(parseXPath('/*/x:*[1]/..'))).toBe('root/child::|*/child::x|*[1]/parent::node()');
  expect(shown(parseXPath("a[b/code = '02']/following-sibling::c"))).toBe(
    "context/child::|a[(context/child::|b/child::|code = '02')]/following-sibling::|c",
  );
  expect(shown(parseXPath('text()'))).toBe('context/child::text()');
  expect(shown(parseXPath('/'))).toBe('root');
});

test('a star is a product after an operand, and a name elsewhere', () => {
  expect(shown(parseXPath('a * b'))).toBe('(context/child::|a * context/child::|b)');
  expect(shown(parseXPath('* * *'))).toBe('(context/child::|* * context/child::|*)');
  expect(shown(parseXPath('and and and'))).toBe('(context/child::|and and context/child::|and)');
  expect(shown(parseXPath('div div mod mod or'))).toBe('((context/child::|div div context/child::|mod) mod context/child::|or)');
});

test('operators bind as XPath says, and functions take arguments', () => {
  expect(shown(parseXPath('count(.//a) > 0 and not(b or c)'))).toBe(
    '((count(context/self::node()/descendant-or-self::node()/child::|a) > 0) and not((context/child::|b or context/child::|c)))',
  );
  expect(shown(parseXPath('1 - -2 - 3'))).toBe('((1 - (2 -)) - 3)'.replace('(2 -)', '(2)'));
  expect(shown(parseXPath('a | b[1] | //c'))).toBe(
    '(context/child::|a | context/child::|b[1] | root/descendant-or-self::node()/child::|c)',
  );
  expect(shown(parseXPath('(a | b)[1]/c'))).toBe('((context/child::|a | context/child::|b))[1]/child::|c');
});

test('names hold dots, dashes and umlauts', () => {
  expect(shown(parseXPath('bn-g2g:nachrichtenkopf.g2g/straße-1'))).toBe('context/child::bn-g2g|nachrichtenkopf.g2g/child::|straße-1');
});

test('what is no XPath is nothing, and nothing is thrown', () => {
  for (const text of ['', '  ', 'a b', 'a[', '//', 'a/', ')', 'foo::a', "'a", 'a[]', 'f(', '#']) expect(parseXPath(text)).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab:/*.@[]()|=<>+-, \'"1$and or') }), (text) => {
      const parsed = parseXPath(text);
      expect(parsed === undefined || typeof parsed.kind === 'string').toBe(true);
    }),
  );
});
