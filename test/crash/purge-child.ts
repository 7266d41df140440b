/**
 * One `purge` in a process of its own, years ahead: `purge-child.ts CONFIG AHEAD_MS [BOUNDARY#N]`. Each boundary is written to stdout as
 * it is reached; when BOUNDARY is reached for the N-th time (from 1), the process kills itself.
 */
import { writeSync } from 'node:fs';
import { openRuntime } from '@amtsbote/sdk/runtime';
import { importConnector } from '../support/connectors.ts';

const [configFile = 'amtsbote.yaml', aheadMs = '0', word] = process.argv.slice(2);
const reached = new Map<string, number>();

function boundary(name: string): void {
  const times = (reached.get(name) ?? 0) + 1;
  reached.set(name, times);
  writeSync(1, `${name}#${times}\n`);
  if (word === `${name}#${times}`) process.kill(process.pid, 'SIGKILL');
}

const clock = { now: (): number => Date.now() + Number(aheadMs), sleep: (): Promise<void> => Promise.resolve() };
const runtime = await openRuntime({ configFile, importModule: importConnector, boundary, clock });
try {
  await runtime.purge({ by: 'clerk' });
} finally {
  await runtime.close();
}
