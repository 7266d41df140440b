import { glob, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Archived, or without a release for years: not to be used by A3.7.03 of TR-03172-3. */
const unmaintained = ['keytar', 'xml2js', 'xmldom', 'bottleneck', 'request', 'axios-retry', 'node-fetch-commonjs'];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

async function declared(): Promise<readonly (readonly [string, string])[]> {
  const manifests = [
    join(root, 'package.json'),
    ...(await readdir(join(root, 'packages'))).map((name) => join(root, 'packages', name, 'package.json')),
  ];
  const found = await Promise.all(manifests.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Manifest));
  return found.flatMap(({ dependencies = {}, devDependencies = {} }) => Object.entries({ ...dependencies, ...devDependencies }));
}

test('every dependency is pinned to one version', async () => {
  const all = await declared();
  expect(all.length).toBeGreaterThan(20);
  const workspace = await readFile(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const catalog = new Map([...workspace.matchAll(/^ {2}'?([@\w/-]+)'?: (\S+)$/gm)].map(([, name = '', version = '']) => [name, version]));
  const resolved = all.map(([name, version]) => [name, version === 'catalog:' ? catalog.get(name) : version] as const);
  expect(resolved.filter(([, version]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*)$/.test(version ?? ''))).toEqual([]);
});

test('no package is used that nobody maintains any more', async () => {
  const lock = await readFile(join(root, 'pnpm-lock.yaml'), 'utf8');
  const used = new Set([...lock.matchAll(/^ {2}'?(@?[^@'\s]+)@[^:]+:$/gm)].map(([, name = '']) => name));
  expect(used.size).toBeGreaterThan(50);
  expect(unmaintained.filter((name) => used.has(name))).toEqual([]);
});

test('random numbers that must not be guessed come from node:crypto', async () => {
  const users: string[] = [];
  for await (const file of glob(join(root, 'packages/{sdk,connectors,cli}/src/**/*.ts'))) {
    if (!/\.test(-support)?\.ts$/.test(file) && (await readFile(file, 'utf8')).includes('Math.random'))
      users.push(file.slice(root.length + 1));
  }
  expect(users).toEqual(['packages/sdk/src/runtime/open-runtime.ts']);
});
