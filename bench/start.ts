import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './lib/median.ts';
import { installOpenFn } from './lib/openfn.ts';
import { interleavedPairs, type Pairs } from './lib/pairs.ts';
import { makeProject, type Project } from './lib/project.ts';
import { type RecordServer, startRecordServer } from './lib/record-server.ts';
import { report } from './lib/report.ts';
import { runNode } from './lib/run-program.ts';
import { sampleOf } from './lib/sample-message.ts';

const pairs = 15;
const amtsbote = fileURLToPath(new URL('../packages/cli/bin/amtsbote.js', import.meta.url));
const listModules = new URL('lib/list-modules.ts', import.meta.url).href;
const heavy = /(zod|yaml|kysely|axios|libxml2-wasm|playwright[a-z-]*|ora|commander)\/|NativeModule (internal\/)?sqlite|packages\/sdk/;

const openFn = await installOpenFn();
const server = await startRecordServer();
await using project = await makeProject(server.url);
try {
  const started = await measureSync(server, project);
  const version = await measureVersion();
  report(
    'start',
    {
      syncMs: median(started.oursMs),
      openFnMs: median(started.baselineMs),
      ratio: started.ratio,
      ratioMad: started.ratioMad,
      versionMs: median(version.oursMs),
      emptyNodeMs: median(version.baselineMs),
      versionRatio: version.ratio,
      versionRatioMad: version.ratioMad,
      heavyModules: await heavyModulesOfVersion(),
    },
    {
      'one message at most 0.60 of an equal OpenFn job': { figure: 'ratio', max: 0.6 },
      '--version at most 2.5 times an empty Node.js': { figure: 'versionRatio', max: 2.5 },
      '--version loads no browser, database, XML or any other package': { figure: 'heavyModules', max: 0 },
    },
  );
} finally {
  await server.close();
}

/**
 * Ours: `amtsbote sync` of one XML message of 4 kB, with schema, mapping, ledger, delivery and receipt. Baseline: the runtime
 * with one job that maps the same fields of the same message as JSON and posts them to the same server.
 */
async function measureSync(target: RecordServer, { directory, fill }: Project): Promise<Pairs> {
  const message = join(directory, 'message.json');
  await writeFile(message, JSON.stringify(sampleOf(0)));
  let number = 0;
  return interleavedPairs({
    ours: async () => {
      await fill(number++, 1);
      const { ms } = await runNode({ args: [amtsbote, 'sync'], cwd: directory });
      await expectOnePost(target);
      return ms;
    },
    baseline: async () => {
      const args = ['--no-warnings', '--experimental-vm-modules', openFn, message, target.url, join(directory, 'state.json')];
      const { ms } = await runNode({ args });
      await expectOnePost(target);
      return ms;
    },
    pairs,
    warmUp: 2,
  });
}

function measureVersion(): Promise<Pairs> {
  return interleavedPairs({
    ours: async () => (await runNode({ args: [amtsbote, '--version'] })).ms,
    baseline: async () => (await runNode({ args: ['-e', '0'] })).ms,
    pairs: 2 * pairs,
    warmUp: 2,
  });
}

/** What `--version` loads that it has no need for. */
async function heavyModulesOfVersion(): Promise<number> {
  const { stderr } = await runNode({ args: ['--import', listModules, amtsbote, '--version'] });
  const modules = stderr.split('\n');
  if (!modules.some((module) => module.endsWith('amtsbote.js'))) throw new Error('the modules were not listed');
  const found = modules.filter((module) => heavy.test(module));
  for (const module of found) console.log(`--version loads ${module}`);
  return found.length;
}

async function expectOnePost(target: RecordServer): Promise<void> {
  const { posts } = await target.count();
  if (posts !== 1) throw new Error(`the target got ${posts} posts instead of one`);
}
