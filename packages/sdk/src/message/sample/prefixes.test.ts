import { expect, test } from 'vitest';
import { Prefixes } from './prefixes.ts';

test.each([
  ['http://www.xleitstelle.de/xbau/2/6', 'xbau'],
  ['http://www.xleitstelle.de/xbau/kernmodul/1/3/0', 'kernmodul'],
  ['https://www.xleitstelle.de/xbeteiligung/12', 'xbeteiligung'],
  ['urn:xoev-de:xdomea:schema:3.0.0', 'xdomea'],
  ['http://xoev.de/schemata/code/1_0', 'code'],
  ['http://xschule.digital/def/xschule/1.2/xsd', 'xschule'],
  ['https://gitlab.opencode.de/akdb/xoev/xwasser/-/raw/main/V1_0_0', 'xwasser'],
  ['http://www.xgewerbeanzeige.de/spezifikation/2.2', 'xgewerbeanzeige'],
  ['http://www.w3.org/1999/xlink', 'xlink'],
  ['http://www.opengis.net/gml/3.2', 'gml'],
  ['http://www.w3.org/2000/09/xmldsig#', 'ds'],
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
  ['urn:1', 'ns'],
])('%s is written %s', (namespace, prefix) => {
  expect(new Prefixes().name(namespace, 'a')).toBe(`${prefix}:a`);
});

test('a name in no namespace has no prefix, and no two namespaces have the same', () => {
  const prefixes = new Prefixes();
  const names = ['', 'urn:a:x:1', 'urn:a:x:2', 'urn:a:x:1'].map((namespace) => prefixes.name(namespace, 'n'));
  expect(names).toEqual(['n', 'x:n', 'x2:n', 'x:n']);
  expect(prefixes.declarations()).toEqual([
    ['x', 'urn:a:x:1'],
    ['x2', 'urn:a:x:2'],
  ]);
});
