/**
 * One `sync` in a process of its own, which kills itself: `child.ts CONFIG [BOUNDARY#N [SIGNAL] | wait]`. Each boundary is written to
 * stdout as it is reached; when BOUNDARY is reached for the N-th time (from 1), the process sends itself SIGKILL, or SIGNAL. `wait`:
 * waits for the lock.
 */
import { writeSync } from 'node:fs';
import { openRuntime } from '@amtsbote/sdk/runtime';
import { importModule } from '../support/project.ts';

const [configFile = 'amtsbote.yaml', word, signal = 'SIGKILL'] = process.argv.slice(2);
const reached = new Map<string, number>();

function boundary(name: string): void {
  const times = (reached.get(name) ?? 0) + 1;
  reached.set(name, times);
  writeSync(1, `${name}#${times}\n`);
  if (word === `${name}#${times}`) process.kill(process.pid, signal);
}

const runtime = await openRuntime({ configFile, importModule, boundary });
try {
  await runtime.sync({ wait: word === 'wait' });
} catch (error) {
  writeSync(2, `${(error as { code?: string }).code ?? String(error)}\n`);
  process.exitCode = 1;
} finally {
  await runtime.close();
}
