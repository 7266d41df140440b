/**
 * One `sync` in a process of its own, which kills itself: `child.ts CONFIG [BOUNDARY#N [SIGNAL] | wait]`. Each boundary is written to
 * stdout as it is reached; when BOUNDARY is reached for the N-th time (from 1), the process sends itself SIGKILL, or SIGNAL. `wait`:
 * waits for the lock. `AMTSBOTE_TEST_CLOCK_MS` in its environment: its clock is so many milliseconds ahead, or behind.
 */
import { writeSync } from 'node:fs';
import { uptime } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { openRuntime } from '@amtsbote/sdk/runtime';
import { importConnector } from '../support/connectors.ts';

const [configFile = 'amtsbote.yaml', word, signal = 'SIGKILL'] = process.argv.slice(2);
const reached = new Map<string, number>();

function boundary(name: string): void {
  const times = (reached.get(name) ?? 0) + 1;
  reached.set(name, times);
  writeSync(1, `${name}#${times}\n`);
  if (word === `${name}#${times}`) process.kill(process.pid, signal);
}

const aheadMs = Number(process.env['AMTSBOTE_TEST_CLOCK_MS'] ?? 0);
const clock = {
  now: (): number => Date.now() + aheadMs,
  sinceBoot: (): number => Math.round(uptime() * 1000),
  sleep: (ms: number, abort?: AbortSignal): Promise<void> => wait(ms, undefined, abort === undefined ? {} : { signal: abort }),
};

const runtime = await openRuntime({ configFile, importModule: importConnector, boundary, clock });
try {
  await runtime.sync({ wait: word === 'wait' });
} catch (error) {
  writeSync(2, `${(error as { code?: string }).code ?? String(error)}\n`);
  process.exitCode = 1;
} finally {
  await runtime.close();
}
