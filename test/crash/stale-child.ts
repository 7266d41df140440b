/**
 * `sync` in a process of its own, which stops itself (SIGSTOP) in one delivery after the other, once the first has gone through:
 * `stale-child.ts CONFIG TIMES BOUNDARY…`. The boundaries take turns; `stopped at BOUNDARY` is written to stdout before each stop.
 */
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openRuntime } from '@amtsbote/sdk/runtime';
import { importConnector } from '../support/connectors.ts';

const [configFile = 'amtsbote.yaml', times = '1', ...places] = process.argv.slice(2);
const mostRuns = 20;
let claims = 0;
let stops = 0;
let isArmed = false;

function boundary(name: string): void {
  if (name === 'delivery:claimed') isArmed = (claims += 1) > 1;
  if (!isArmed || stops >= Number(times) || name !== places[stops % places.length]) return;
  isArmed = false;
  stops += 1;
  writeSync(1, `stopped at ${name}\n`);
  process.kill(process.pid, 'SIGSTOP');
}

const runtime = await openRuntime({ configFile, importModule: importConnector, boundary });
try {
  // On a slow machine an attempt may take longer than its lease before it comes to its boundary: it is made anew.
  for (let runs = 0; runs < mostRuns && stops < Number(times); runs += 1) {
    await runtime.sync();
    await wait(300);
  }
} finally {
  await runtime.close();
}
