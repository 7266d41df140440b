import { expect, test } from 'vitest';
import { parentPath, pathPrefixFault } from './path-syntax.ts';

const prefixes = { xga: 'profile', bn: 'urn:bn' };

test('an unknown prefix is found wherever it stands in a path', () => {
  for (const path of ['./xgb:a', './/xga:a/xgb:b', '@xgb:a', 'child::xgb:a', 'count(a)-xgb:b', './xga:a[xgb:b]', 'xgb:*']) {
    expect(pathPrefixFault(path, prefixes)).toBe('its prefix "xgb" is not among `prefixes`; did you mean "xga"?');
  }
});

test('axes, literals and known prefixes are no unknown prefixes', () => {
  const paths = ['.//xga:a/bn:b-c/@xml:lang', 'ancestor-or-self::xga:a', './xga:a[. = \'x:y\' or . = "z:"]', './a.b/c-d'];
  for (const path of paths) expect(pathPrefixFault(path, prefixes)).toBeUndefined();
});

test('the parent of a plain path is the path without its last step', () => {
  expect(parentPath('./a:b/c')).toBe('./a:b');
  expect(parentPath('.//a:b/@id')).toBe('.//a:b');
  for (const path of ['./a', './/a', 'a', '/a', './a[1]/b', 'a | b/c', '..']) expect(parentPath(path)).toBeUndefined();
});
