import { expect, test } from 'vitest';
import { anyFimId } from './fim-ids.ts';
import { pathsRead } from './paths-read.ts';

test('a condition reads what it compares, counts or asks for, and what stands in predicates', () => {
  expect(pathsRead("./x:a/x:b = '1' and not(.//c)", false)).toEqual([
    'self::node()/child::x:a/child::x:b',
    'self::node()/descendant-or-self::node()/child::c',
  ]);
  expect(pathsRead("count(//x:*[@n='1']/text()) > number(../y)", false)).toEqual([
    '/descendant-or-self::node()/child::x:*/attribute::n',
    "/descendant-or-self::node()/x:*[@n='1']/child::text()",
    'parent::node()/child::y',
  ]);
  expect(pathsRead("'a' = string(.)", false)).toEqual(['self::node()']);
});

test('a path reads besides its nodes only what stands in predicates', () => {
  expect(pathsRead('./a/b', true)).toEqual([]);
  expect(pathsRead("a[b/c='1'][2]/d | e[/f]", true)).toEqual(['child::a/child::b/child::c', '/child::f']);
});

test('what is no XPath reads nothing', () => {
  expect(pathsRead('a[', false)).toEqual([]);
});

test('FIM ids are found in steps, not in attributes, texts and other names', () => {
  expect(anyFimId('f:G60000083/f:F60000000231')).toBe(
    '*[self::f:G60000083 or self::f:G60000000083]/*[self::f:F60000000231 or self::f:F60000231]',
  );
  for (const same of ['@F60000227', "a = 'F60000227'", 'F6000022', 'XF60000227', 'x:name', 'F06001617227', 'attribute::F60000227']) {
    expect(anyFimId(same)).toBe(same);
  }
});
