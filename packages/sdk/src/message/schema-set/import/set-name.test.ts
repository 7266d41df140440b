import { expect, test } from 'vitest';
import type { ScannedSchema } from '../compile/scan-schema.ts';
import { setNamePattern, suggestSetName } from './set-name.ts';

function schemas(...namespaces: readonly (readonly [namespace: string, version?: string | undefined])[]): ScannedSchema[] {
  return namespaces.map(([namespace, version], index) => ({
    path: `${index}.xsd`,
    utf8: new Uint8Array(),
    namespace,
    version,
    references: [],
    elements: [],
    components: new Set<string>(),
    gist: '',
  }));
}

test.each([
  ['http://www.xleitstelle.de/xbau/2/6', '2.6', 'xbau-2.6'],
  ['http://www.xleitstelle.de/xbau/2/6', undefined, 'xbau-2.6'],
  ['http://www.xleitstelle.de/xbau/kernmodul/1/3/0', '1.3.0', 'xbau-kernmodul-1.3.0'],
  ['https://www.xleitstelle.de/xbeteiligung/12', '1.2', 'xbeteiligung-1.2'],
  ['https://gitlab.opencode.de/akdb/xoev/xwasser/-/raw/main/V1_0_0', undefined, 'xwasser-1.0.0'],
  ['urn:xoev-de:xdomea:schema:3.0.0', '3.0.0', 'xdomea-3.0.0'],
  ['http://xschule.digital/def/xschule/1.2/xsd', undefined, 'xschule-1.2'],
  ['http://www.osci.de/xmeld2611', '26.11', 'xmeld-26.11'],
  ['http://www.osci.de/xmeld2611', undefined, 'xmeld2611'],
  ['http://www.xgewerbeanzeige.de/spezifikation/2.2', undefined, 'xgewerbeanzeige-2.2'],
  ['http://www.xgewerbeordnung.de/spezifikation/xga/1.6', undefined, 'xga-1.6'],
  ['urn:xoev-de:xfall:standard:fim-s99000001_1.0', undefined, 'xfall-fim-s99000001-1.0'],
])('a set of %s in version %s is called %3$s', (namespace, version, name) => {
  expect(suggestSetName(schemas([namespace, version]), '/tmp/source.zip')).toBe(name);
});

test('the namespace with the most files gives the name, and where there is none the source', () => {
  const [code, own] = ['http://xoev.de/schemata/code/1_0', 'urn:xoev-de:xdomea:schema:3.0.0'];
  expect(suggestSetName(schemas([code], [own], [own]), '/tmp/x')).toBe('xdomea-3.0.0');
  expect(suggestSetName(schemas([code], [own]), '/tmp/XÖV Grundpaket 1.1.zip')).toBe('xoev-grundpaket-1.1');
  expect(suggestSetName(schemas(['urn:other']), '/tmp/….zip')).toBe('schema-set');
});

test.each(['', '.', '..', 'a/b', 'a:b', '.hidden', 'con', 'aux.1', 'a ', '-a', 'a'.repeat(101)])('%j is no name for a set', (name) => {
  expect(setNamePattern.test(name)).toBe(false);
});
