/**
 * The program in a process of its own, which interrupts itself: `child.ts BOUNDARY SIGNAL ARGUMENTS…`. Each boundary is written to
 * stderr as it is reached; at BOUNDARY the process sends itself SIGNAL, once.
 */
import { writeSync } from 'node:fs';
import { run } from '@amtsbote/cli';
import { processDeps } from '../../packages/cli/src/process-deps.ts';

const [at, signal = 'SIGINT', ...argv] = process.argv.slice(2);
let isSent = false;

function boundary(name: string): void {
  writeSync(2, `at ${name}\n`);
  if (name !== at || isSent) return;
  isSent = true;
  process.kill(process.pid, signal);
}

const deps = processDeps();
const loadRuntime: typeof deps.loadRuntime = async () => {
  const runtime = await deps.loadRuntime();
  return { ...runtime, openRuntime: (options) => runtime.openRuntime({ ...options, boundary }) };
};
process.exitCode = await run(argv, { ...deps, loadRuntime });
