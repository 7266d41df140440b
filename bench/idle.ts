import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRuntime } from '@amtsbote/sdk/runtime';
import { fillLedger } from './lib/large-ledger.ts';
import { median } from './lib/median.ts';
import { interleavedPairs, type Pairs } from './lib/pairs.ts';
import { makeProject, type Project } from './lib/project.ts';
import { report } from './lib/report.ts';
import { runNode } from './lib/run-program.ts';

const many = 1_000_000;
const few = 100;
const pairs = 11;
const amtsbote = fileURLToPath(new URL('../packages/cli/bin/amtsbote.js', import.meta.url));
/** Nothing listens there: nothing may be sent. */
const nowhere = 'http://127.0.0.1:9';

await using large = await makeProject(nowhere);
await using small = await makeProject(nowhere);
await fill(large, many);
await fill(small, few);
const sync = await measure('sync');
const status = await measure('status');
report(
  'idle',
  {
    syncMs: median(sync.oursMs),
    smallSyncMs: median(sync.baselineMs),
    syncRatio: sync.ratio,
    syncRatioMad: sync.ratioMad,
    statusMs: median(status.oursMs),
    smallStatusMs: median(status.baselineMs),
    statusRatio: status.ratio,
    statusRatioMad: status.ratioMad,
  },
  {
    'a run with nothing to do on 1,000,000 deliveries at most 1.5 times one on 100': { figure: 'syncRatio', max: 1.5 },
    'status of 1,000,000 deliveries at most 1.5 times that of 100': { figure: 'statusRatio', max: 1.5 },
  },
);

/** The ledger is made by Amtsbote, its past by the benchmark. */
async function fill({ directory, configFile }: Project, count: number): Promise<void> {
  const runtime = await openRuntime({ configFile, importModule: (name) => import(name) });
  try {
    await runtime.status();
  } finally {
    await runtime.close();
  }
  fillLedger(join(directory, 'ledger.sqlite'), count);
}

/** Whole processes, from start to end. */
async function measure(command: 'sync' | 'status'): Promise<Pairs> {
  const run = async ({ directory }: Project): Promise<number> => (await runNode({ args: [amtsbote, command], cwd: directory })).ms;
  return interleavedPairs({ ours: () => run(large), baseline: () => run(small), pairs, warmUp: 2 });
}
