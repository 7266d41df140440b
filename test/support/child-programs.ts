import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '../..');
const folder = join(tmpdir(), 'amtsbote-test-programs');
const programs = ['child', 'purge-child', 'import-child', 'stale-child', 'screens-child'] as const;
/** A program of `test/crash` that runs in a process of its own. */
export type ChildProgram = (typeof programs)[number];
/** Whatever the programs are made of. */
const sources = ['packages/sdk/src', 'packages/connectors/src', 'test/crash', 'test/support', 'pnpm-lock.yaml'];
/** Native, WebAssembly, or large and loaded in one piece anyway: taken from where they are installed. */
const apart = /^(@napi-rs\/|libxml2-wasm|playwright|yauzl)/;
const dayMs = 86_400_000;

/** Where child processes keep compiled code for each other: `NODE_COMPILE_CACHE`. */
export const compileCache: string = join(tmpdir(), 'amtsbote-test-compile-cache');

let building: Promise<string> | undefined;

/**
 * The file of a program of `test/crash`, joined from the sources into few files: a process that begins with hundreds of TypeScript modules
 * spends more time on reading them than on a run. Made once per state of the sources, for all processes that ask.
 */
export async function childProgram(name: ChildProgram): Promise<string> {
  building ??= buildOnce();
  return join(await building, `${name}.js`);
}

async function buildOnce(): Promise<string> {
  const made = join(folder, await stateOfSources());
  if ((await stat(made).catch(() => undefined)) !== undefined) return made;
  await mkdir(folder, { recursive: true });
  await dropOld();
  const output = await mkdtemp(join(folder, 'made-'));
  await build(output);
  // Whoever comes second keeps what the first one made.
  await rename(output, made).catch(() => rm(output, { recursive: true }));
  return made;
}

async function build(output: string): Promise<void> {
  const bundle = await rolldown({
    input: Object.fromEntries(programs.map((name) => [name, join(root, 'test', 'crash', `${name}.ts`)])),
    platform: 'node',
    resolve: { conditionNames: ['@amtsbote/source', 'node', 'import', 'default'] },
    plugins: [takenApart],
  });
  try {
    await bundle.write({ dir: output, format: 'esm' });
  } finally {
    await bundle.close();
  }
}

const takenApart: Plugin = {
  name: 'taken-apart',
  async resolveId(id, importer) {
    if (!apart.test(id)) return undefined;
    const found = await this.resolve(id, importer, { skipSelf: true });
    return found && { id: found.id, external: 'absolute' };
  },
};

async function stateOfSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) for (const file of await filesOf(join(root, source))) hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true });
  return entries
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .toSorted()
    .map((name) => join(path, name));
}

/** What was made for sources of yesterday. */
async function dropOld(): Promise<void> {
  for (const name of await readdir(folder)) {
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts !== undefined && facts.mtimeMs < Date.now() - dayMs) await rm(join(folder, name), { recursive: true, force: true });
  }
}
