import { createRequire } from 'node:module';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { at, readJson } from './lib/workspace.mjs';

// Joins what `tsc -b` made into few files, with the libraries that a run always needs: a process spends more time on
// looking for 500 small files than on running them. Nothing is minified, so that stack traces stay readable.

/** Loaded from node_modules as they are: native, WebAssembly, optional, or ours. */
const apart = [/^@amtsbote\//, /^@napi-rs\//, /^libxml2-wasm/, /^playwright/, /^yauzl/];

/**
 * What axios has for redirects, proxies and forms. Requests of ours have a transport of their own, no proxy, and bodies of bytes: whoever
 * changes that takes the line out.
 */
const notAsked = new Map([
  ['follow-redirects', 'export default {};'],
  ['https-proxy-agent', `export default class { constructor() { throw new Error('the bundle has no proxy agent'); } }`],
  ['form-data', 'export default undefined;'],
]);

/**
 * Modules of Node.js and of axios that a run has no use for, and that take a tenth of its time to load: an import of `http` makes Node.js
 * look at each of its exports and with that loads its whole fetch, as do the fetch adapter of axios and its question for FormData (bodies of
 * ours are bytes). HTTP/2, and the
 * child processes of commander, are loaded when they are used. Of the fifty languages of zod there is English: its texts are ours.
 */
const notLoaded = {
  name: 'not-loaded',
  resolveId: (id, importer = '') => {
    if (/^(node:)?https?$/.test(id)) return `\0${id.replace('node:', '')}`;
    if (id === 'node:child_process' && importer.includes('commander')) return '\0child_process';
    if (/locales[\\/]index\.js$/.test(id) && /zod[\\/]v4[\\/]/.test(importer)) return '\0locales';
    if (!/axios[\\/]lib[\\/]/.test(importer)) return undefined;
    if (id === 'http2') return '\0http2';
    if (notAsked.has(id)) return `\0${id}`;
    return id === './fetch.js' ? '\0fetch-adapter' : undefined;
  },
  load: (id) => {
    if (/^\0https?$/.test(id)) return `module.exports = process.getBuiltinModule('${id.slice(1)}');`;
    if (id === '\0child_process') return `export default { spawn: (...args) => process.getBuiltinModule('child_process').spawn(...args) };`;
    if (id === '\0http2')
      return `export default { connect: (...args) => process.getBuiltinModule('http2').connect(...args), get constants() { return process.getBuiltinModule('http2').constants; } };`;
    if (notAsked.has(id.slice(1))) return notAsked.get(id.slice(1));
    if (id === '\0locales') return `export { default as en } from ${JSON.stringify(englishOfZod)};`;
    return id === '\0fetch-adapter' ? 'export const getFetch = () => undefined;' : undefined;
  },
  transform: (code, id) => {
    if (!/axios[\\/]lib[\\/]utils\.js$/.test(id)) return undefined;
    const askedAtLoad = "typeof G.FormData !== 'undefined' ? G.FormData : undefined";
    if (!code.includes(askedAtLoad)) throw new Error('axios no longer asks for FormData when it is loaded: drop this');
    return code.replace(askedAtLoad, 'undefined');
  },
};

const englishOfZod = createRequire(at('packages', 'sdk', 'package.json')).resolve('zod/v4/locales/en.js');

for (const name of ['sdk', 'connectors', 'cli']) {
  if (!isFresh(name) || process.argv.includes('--force')) await bundle(name);
}

function isFresh(name) {
  const stamp = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const made = stamp(at('packages', name, 'bundle', 'LICENSES.txt'));
  const sources = ['packages', name, 'dist', '.tsbuildinfo'];
  return made > Math.max(stamp(at(...sources)), stamp(at('pnpm-lock.yaml')), stamp(at('scripts', 'bundle.mjs')));
}

async function bundle(name) {
  const folder = at('packages', name);
  const { exports: entries } = readJson(join(folder, 'package.json'));
  const files = Object.values(entries).flatMap((entry) => (entry.default ? [entry.default] : []));
  const input = files.map((file) => file.replace('./bundle/', ''));
  if (name === 'cli') input.push('bin.js');
  const output = join(folder, 'bundle');
  const build = await rolldown({
    cwd: folder,
    platform: 'node',
    input: Object.fromEntries(input.map((file) => [file.replace(/\.js$/, ''), `./dist/${file}`])),
    external: apart,
    plugins: [notLoaded],
  });
  rmSync(output, { recursive: true, force: true });
  const { output: made } = await build.write({
    dir: output,
    format: 'esm',
    chunkFileNames: chunkName,
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  const modules = made.flatMap((file) => file.moduleIds ?? []);
  writeFileSync(join(output, 'LICENSES.txt'), licencesOf(modules));
}

/** A module of ours that is loaded when needed keeps its place, so that its paths to other files stay right. */
function chunkName({ isDynamicEntry, facadeModuleId }) {
  const own = /[\\/]dist[\\/](commands[\\/].*)\.js$/.exec(facadeModuleId ?? '')?.[1];
  return isDynamicEntry && own ? `${own.replaceAll('\\', '/')}.js` : '[name]-[hash].js';
}

/** The licences of the libraries inside, as these licences want it. */
function licencesOf(modules) {
  const packages = new Map();
  for (const module of modules.filter((file) => file.includes('node_modules'))) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module.replaceAll('\\', '/'))?.[1];
    if (folder !== undefined && !packages.has(folder)) packages.set(folder, licenceOf(folder));
  }
  return [...packages.values()].sort((one, other) => one.localeCompare(other)).join(`\n${'-'.repeat(80)}\n\n`);
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
