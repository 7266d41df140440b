import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { at, readJson } from './lib/workspace.mjs';

// Joins what `tsc -b` made into few files, with the libraries that a run always needs: a process spends more time on
// looking for 500 small files than on running them. Nothing is minified, so that stack traces stay readable.

/** Loaded from node_modules as they are: native, WebAssembly, optional, or ours. */
const apart = [/^@amtsbote\//, /^@napi-rs\//, /^libxml2-wasm/, /^playwright/, /^yauzl/];

/** An import of `http` makes Node.js look at each of its exports, and that loads its whole fetch; this way it does not. */
const httpWithoutFetch = {
  name: 'http-without-fetch',
  resolveId: (id) => (/^(node:)?https?$/.test(id) ? `\0${id.replace('node:', '')}` : undefined),
  load: (id) =>
    id.startsWith('\0http') ? `module.exports = process.getBuiltinModule('${id.slice(1)}');` : undefined,
};

for (const name of ['sdk', 'connectors']) {
  if (!isFresh(name) || process.argv.includes('--force')) await bundle(name);
}

function isFresh(name) {
  const stamp = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const made = stamp(at('packages', name, 'bundle', 'LICENSES.txt'));
  const sources = ['packages', name, 'dist', '.tsbuildinfo'];
  return (
    made > Math.max(stamp(at(...sources)), stamp(at('pnpm-lock.yaml')), stamp(at('scripts', 'bundle.mjs')))
  );
}

async function bundle(name) {
  const folder = at('packages', name);
  const { exports: entries } = readJson(join(folder, 'package.json'));
  const files = Object.values(entries).flatMap((entry) => (entry.default ? [entry.default] : []));
  const input = files.map((file) => file.replace('./bundle/', ''));
  const output = join(folder, 'bundle');
  const build = await rolldown({
    cwd: folder,
    platform: 'node',
    input: Object.fromEntries(input.map((file) => [file.replace(/\.js$/, ''), `./dist/${file}`])),
    external: apart,
    plugins: [httpWithoutFetch],
  });
  rmSync(output, { recursive: true, force: true });
  const { output: made } = await build.write({
    dir: output,
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
  });
  const modules = made.flatMap((file) => file.moduleIds ?? []);
  writeFileSync(join(output, 'LICENSES.txt'), licencesOf(modules));
}

/** The licences of the libraries inside, as these licences want it. */
function licencesOf(modules) {
  const packages = new Map();
  for (const module of modules.filter((file) => file.includes('node_modules'))) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module.replaceAll('\\', '/'))?.[1];
    if (folder !== undefined && !packages.has(folder)) packages.set(folder, licenceOf(folder));
  }
  return [...packages.values()]
    .sort((one, other) => one.localeCompare(other))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceOf(folder) {
  const { name, version, license } = readJson(join(folder, 'package.json'));
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']) {
    try {
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    } catch {
      // The next name.
    }
  }
  return `${name} ${version} (${license})\n`;
}
