import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { start } from './start.mjs';
import { at, node24, readIfThere, readJson } from './workspace.mjs';

const stampFile = at('node_modules', '.amtsbote-packages');
const manifests = ['package.json', 'test/package.json', 'bench/package.json'].concat(
  ['sdk', 'connectors', 'simulators', 'cli'].map((name) => `packages/${name}/package.json`),
);

/** True when node_modules is what the lockfile asks for. */
export function packagesAreInstalled() {
  return readIfThere(stampFile) === wanted() && existsSync(node24);
}

/** Installs what the lockfile asks for, with the package manager and version that package.json names. */
export async function installPackages() {
  const [program, ...args] = await packageManager();
  const windows = process.platform === 'win32';
  const { code, output } = await start(
    windows && program === 'npx' ? 'npx.cmd' : program,
    [...args, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'],
    { quiet: true, shell: windows },
  );
  if (code !== 0) throw new Error(`The packages could not be installed:\n${output.trim()}`);
  if (!existsSync(node24)) {
    throw new Error('Node 24 did not arrive with the packages. Remove node_modules and run this again.');
  }
  writeFileSync(stampFile, wanted());
}

/** The pnpm on the machine if it is the version we name, else that version through npx. */
async function packageManager() {
  const named = readJson(at('package.json')).packageManager;
  const env = { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' };
  const found = await start('pnpm', ['--version'], { quiet: true, env, shell: process.platform === 'win32' });
  return found.output.trim() === named.split('@')[1] ? ['pnpm'] : ['npx', '-y', named];
}

function wanted() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) hash.update(readIfThere(at(file)) ?? '');
  return hash.digest('hex');
}
