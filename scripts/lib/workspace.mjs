import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A path below the root of the checkout. */
export const at = (...parts) => join(root, ...parts);

/** The Node 24 of the dev dependency, without the shell script that package managers put around it. */
export const node24 = at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Where the messages of the corpus are; tests that need them are skipped where the folder is absent. */
export const corpus = process.env.AMTSBOTE_CORPUS ?? join(root, '..', 'shared', 'corpus');

/** The JavaScript file behind a command of a dev dependency, such as `tsc` of `typescript`. */
export function toolFile(packageName, command = packageName) {
  const folder = at('node_modules', packageName);
  const { bin } = readJson(join(folder, 'package.json'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Environment in which `node`, and with it every tool started by a tool, is Node 24. */
export function node24Environment() {
  const path = [dirname(node24), at('node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, AMTSBOTE_CORPUS: corpus };
}

export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The content of a file, or undefined where there is none. */
export function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
