import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { childProgram, compileCache } from '../../support/child-programs.ts';
import { tradeMessage } from '../../support/messages.ts';
import { makeProject, type Project } from '../../support/project.ts';
import { startWitness } from '../../support/witness.ts';
import { type HeldDelivery, rowsOf, takeOver } from './held-delivery.ts';

/** How long an attempt may take, and twice that: the holder sleeps through its lease. */
const leaseMs = 250;
const stoppedMs = 2 * leaseMs;

/**
 * Where the holder is stopped, and how many records there may be then. Once its intent is durable, its request may go out all the same;
 * or the end of its lease cuts it first.
 */
const stalePlaces: Readonly<Record<string, readonly number[]>> = {
  'delivery:claimed': [0],
  'gate:before': [0],
  'gate:opened': [0, 1],
  'rest:answered': [1],
  'delivery:before-receipt': [1],
};

/** What came of holders that were stopped beyond their lease and woke after another had taken over. */
export interface StaleCount {
  readonly stops: number;
  /** Deliveries of which the stale holder changed a row, with the place where it was stopped. */
  readonly written: readonly string[];
  /** Deliveries with another number of records than the place allows. */
  readonly wronglySent: readonly string[];
}

interface Stop extends HeldDelivery {
  readonly place: string;
  /** All rows that have to do with it, while its holder was stopped. */
  readonly before: readonly string[];
}

/** Stops holders so many times, some processes side by side, each many times. */
export async function playStale(times: number, processes: number): Promise<StaleCount> {
  const share = Math.ceil(times / processes);
  const parts = await Promise.all(
    Array.from({ length: processes }, (_, number) => stopOneProcess(Math.min(share, times - number * share), number)),
  );
  return {
    stops: parts.reduce((sum, part) => sum + part.stops, 0),
    written: parts.flatMap((part) => part.written),
    wronglySent: parts.flatMap((part) => part.wronglySent),
  };
}

/** @param number lets the processes begin at different places */
async function stopOneProcess(times: number, number: number): Promise<StaleCount> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  try {
    await prepare(project, times);
    const places = Object.keys(stalePlaces);
    const stops = await stopAndWake(project, [...places.slice(number % places.length), ...places.slice(0, number % places.length)], times);
    const held = Map.groupBy(await witness.records(), ({ fremdschluessel }) => fremdschluessel);
    const written = stops.filter((stop) => rowsOf(project.ledgerFile, stop).join('\n') !== stop.before.join('\n'));
    const records = (key: string): number => held.get(key)?.length ?? 0;
    const wrong = stops.filter(({ key, place }) => !(stalePlaces[place] ?? [0]).includes(records(key)));
    return {
      stops: stops.length,
      written: written.map(({ place }) => place),
      wronglySent: wrong.map(({ key, place }) => `${records(key)} records after ${place}`),
    };
  } finally {
    await witness.close();
    await project.remove();
  }
}

/** One delivery at a time, each with the short lease; a few more than stops, for the first goes through. */
async function prepare(project: Project, times: number): Promise<void> {
  const text = (await project.read('amtsbote.yaml'))
    .replace('attempt: 30s', `attempt: ${leaseMs}ms`)
    .replace('  musterverfahren-api:\n', '  musterverfahren-api:\n    limits: { atOnce: 1 }\n');
  await project.write('amtsbote.yaml', text);
  for (let n = 0; n < times + 10; n += 1) await project.drop(`einreichung-${n}.xml`, tradeMessage({ businessName: `Betrieb ${n}` }));
}

async function stopAndWake(project: Project, places: readonly string[], times: number): Promise<readonly Stop[]> {
  const child = spawn(process.execPath, [await childProgram('stale-child'), project.configFile, String(times), ...places], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache, NODE_NO_WARNINGS: '1', ...project.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stops: Stop[] = [];
  try {
    for await (const line of createInterface(child.stdout)) {
      stops.push(await whileStopped(project.ledgerFile, child, line.replace('stopped at ', '')));
    }
    return stops;
  } finally {
    child.kill('SIGKILL');
  }
}

async function whileStopped(file: string, child: ChildProcess, place: string): Promise<Stop> {
  await wait(stoppedMs / 2);
  const held = takeOver(file);
  const before = rowsOf(file, held);
  await wait(stoppedMs / 2);
  child.kill('SIGCONT');
  return { ...held, place, before };
}
