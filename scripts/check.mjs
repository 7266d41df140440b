import { availableParallelism } from 'node:os';
import { setUpOrExit } from './lib/set-up.mjs';
import { startNode24 } from './lib/start.mjs';
import { at, toolFile } from './lib/workspace.mjs';

// First: the tools below are found in the packages that it installs.
await setUpOrExit({ build: false, browser: false });

const source = '--conditions=@amtsbote/source';
const packages = ['sdk', 'connectors', 'simulators', 'cli'];

/** Every check with what runs it. One that names another in `after` starts when that one has ended. */
const checks = [
  { name: 'types', args: [toolFile('typescript', 'tsc'), '-b'] },
  { name: 'bundles', args: [at('scripts', 'bundle.mjs')], after: 'types' },
  { name: 'lint', args: [toolFile('oxlint')] },
  { name: 'format', args: [toolFile('oxfmt'), '--check', '.'] },
  { name: 'unused', args: [toolFile('knip'), '--no-progress'] },
  { name: 'generated files', args: [source, at('scripts', 'generate-docs.ts'), '--check'] },
  { name: 'files', args: [at('scripts', 'check-files.mjs')] },
  ...packages.map((name) => ({
    name: `package ${name}`,
    args: [toolFile('publint'), at('packages', name), '--strict', '--pack', 'npm'],
    after: 'bundles',
  })),
];

const wanted = process.argv.slice(2);
const chosen = wanted.length > 0 ? checks.filter(({ name }) => wanted.includes(name)) : checks;
const running = new Map();
const workers = Array.from({ length: Math.max(2, availableParallelism()) }, () => work([...chosen]));
const failed = (await Promise.all(workers)).flat();
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 && chosen.length > 0 ? 0 : 1;

/** Takes checks that nobody has taken until none is left; returns the names of those that failed. */
async function work(list) {
  const bad = [];
  for (const check of list) {
    if (running.has(check.name)) continue;
    const result = (running.get(check.after) ?? Promise.resolve()).then(() => run(check));
    running.set(check.name, result);
    if (!(await result)) bad.push(check.name);
  }
  return bad;
}

async function run({ name, args }) {
  const started = performance.now();
  const { code, output } = await startNode24(args, { quiet: true });
  const time = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(20)} ${time.padStart(7)}`);
  if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '    '));
  return code === 0;
}
