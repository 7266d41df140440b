import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safePaths } from './safe-path.ts';

test('names that Windows refuses get a name that every file system takes, and stay apart', () => {
  expect(safePaths(['urn:de:list_1.xml', 'urn_de_list_1.xml', 'CON.xsd', 'a/b. ', 'X.xsd', 'x.xsd', 'Rückweisung.xml'])).toEqual([
    'urn_de_list_1.xml',
    'urn_de_list_1-2.xml',
    '_CON.xsd',
    'a/b_',
    'X.xsd',
    'x-2.xsd',
    'R\u00fcckweisung.xml',
  ]);
});

test('whatever comes in, all paths are safe, different on every file system, and stay in their folder', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 8 }), (paths) => {
      const safe = safePaths(paths);
      expect(new Set(safe.map((path) => path.toLowerCase())).size).toBe(paths.length);
      for (const path of safe) {
        expect(path.split('/')).not.toContain('..');
        expect(path).not.toMatch(/[<>:"|?*\\\u0000-\u001f]|^\/|\/\/|[. ](\/|$)/);
      }
    }),
  );
});
