/**
 * One `sync` in a process of its own, in which something dies: `screens-child.ts CONFIG BOUNDARY#N MS WHAT`. So many milliseconds after
 * BOUNDARY was reached for the N-th time, WHAT gets SIGKILL: this `process`, its `browsers`, or what draws their `tabs`.
 */
import { writeSync } from 'node:fs';
import { openRuntime } from '@amtsbote/sdk/runtime';
import { crash } from '../support/browser-processes.ts';
import { importConnector } from '../support/connectors.ts';

const [configFile = 'amtsbote.yaml', moment, delay = '0', victim = 'process'] = process.argv.slice(2);
const reached = new Map<string, number>();

function boundary(name: string): void {
  const times = (reached.get(name) ?? 0) + 1;
  reached.set(name, times);
  writeSync(1, `${name}#${times}\n`);
  if (moment !== `${name}#${times}`) return;
  if (delay === '0') strike();
  else setTimeout(strike, Number(delay));
}

function strike(): void {
  const struck = victim === 'process' ? 1 : crash(victim === 'tabs' ? 'tabs' : 'browsers');
  writeSync(1, `struck ${struck}\n`);
  if (victim === 'process') process.kill(process.pid, 'SIGKILL');
}

const runtime = await openRuntime({ configFile, importModule: importConnector, boundary });
try {
  await runtime.sync();
} catch (error) {
  writeSync(2, `${(error as { code?: string }).code ?? String(error)}\n`);
  process.exitCode = 1;
} finally {
  await runtime.close();
}
