/**
 * Kills runs at random times over a mixed load and counts what was lost or doubled: `run.ts --runs N --seed S`. The same seed
 * makes the same load, faults and kill times. The last line is JSON: `{"runs","lost","doubled","cases"}`; exit code 1 if anything
 * was lost or doubled, or did not come to an end.
 */
import { parseArgs } from 'node:util';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { processesLeft, startSync } from '../support/child-sync.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { settle } from '../support/settle.ts';
import { startWitness, type Witness } from '../support/witness.ts';

/** What one round came to. */
interface Count {
  lost: number;
  doubled: number;
  cases: number;
}

const kinds: readonly Fault['kind'][] = ['cut-after', 'cut-before', 'http-500', 'latency', 'session-lost', 'double-post-page'];
/** A round has this long; it needs a tenth of it. */
const patienceMs = 180_000;

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, seed: { type: 'string' } },
});
const runs = Number(values.runs);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  console.error('use: crash --runs N --seed S, both whole numbers');
  process.exit(2);
}
process.exitCode = await main();

async function main(): Promise<number> {
  console.log(`seed ${seed}`);
  const random = generator(seed);
  const total: Count = { lost: 0, doubled: 0, cases: 0 };
  for (let run = 1; run <= runs; run += 1) {
    const count = await inTime(playRound(random, run)).catch(ofFailure);
    for (const name of ['lost', 'doubled', 'cases'] as const) total[name] += count[name];
    if (count.lost + count.doubled > 0) console.log(`run ${run} of seed ${seed}: ${JSON.stringify(count)}`);
  }
  console.log(JSON.stringify({ runs, ...total }));
  return total.lost + total.doubled > 0 ? 1 : 0;
}

/** A round that comes to no end has a submission that is neither delivered nor a case: it counts as lost. */
function ofFailure(error: unknown): Count {
  console.log(error instanceof Error ? error.message : String(error));
  return { lost: 1, doubled: 0, cases: 0 };
}

/** One project with several submissions: killed one to three times, then run to its end. */
async function playRound(random: () => number, run: number): Promise<Count> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  const say: string[] = [];
  try {
    const dropped = await dropLoad(project, random, run);
    await witness.arm(...faultsFrom(random));
    for (let kills = 1 + below(random, 3); kills > 0; kills -= 1) say.push(await killAfter(project, killTime(random)));
    const list = await settle(project);
    const left = await processesLeft(project);
    if (left.length > 0) throw new Error(`run ${run}: a browser stayed behind`);
    console.log(`run ${run}: ${dropped} submissions, killed ${say.join(', ')}`);
    return await countRecords(witness, list, dropped);
  } finally {
    await witness.close();
    await project.remove();
  }
}

async function dropLoad(project: Project, random: () => number, run: number): Promise<number> {
  const dropped = 2 + below(random, 3);
  for (let n = 0; n < dropped; n += 1) {
    const name = `${run}-${n}`;
    if (random() < 0.5) await project.drop(`hund-${n}.xml`, dogMessage({ dogName: `Hund ${name}` }));
    else await project.drop(`gewerbe-${n}.xml`, tradeMessage({ businessName: `Betrieb ${name}` }));
  }
  return dropped;
}

function faultsFrom(random: () => number): readonly Fault[] {
  return Array.from({ length: below(random, 3) }, () => {
    const kind = kinds[below(random, kinds.length)]!;
    const path = random() < 0.5 ? '/hund/neu/speichern' : '/api/gewerbeanmeldungen';
    const when = random() < 0.5 ? 'before' : 'after';
    return {
      kind,
      match: { method: 'POST', path },
      times: 1,
      ...(kind === 'latency' ? { ms: 100 + below(random, 900), when } : {}),
    };
  });
}

/** Most of a run lies behind its first half second. */
function killTime(random: () => number): number {
  return 300 + below(random, 3200);
}

async function killAfter(project: Project, ms: number): Promise<string> {
  const child = await startSync(project);
  const timer = setTimeout(() => child.process.kill('SIGKILL'), ms);
  const { boundaries, signal } = await child.ended;
  clearTimeout(timer);
  return signal === null ? 'not at all' : `after ${ms} ms at ${boundaries.at(-1) ?? 'the start'}`;
}

/** A submission that is a case may have no record; one that is accepted has exactly one. */
async function countRecords(witness: Witness, list: readonly SubmissionSummary[], dropped: number): Promise<Count> {
  const records = await witness.records();
  const held = Map.groupBy(records, (record) => record.fremdschluessel);
  const deliveries = list.flatMap((submission) => submission.deliveries);
  const known = new Set(deliveries.map(({ key }) => key));
  const cases = list.filter(({ state }) => state === 'case').length;
  const missing = deliveries.filter(({ key, state }) => state === 'delivered' && !held.has(key)).length;
  const notTaken = Math.max(0, dropped - list.length);
  const more = [...held].map(([key, all]) => (known.has(key) ? all.length - 1 : all.length)).reduce((sum, one) => sum + one, 0);
  return { lost: missing + notTaken, doubled: more + Math.max(0, list.length - dropped), cases };
}

async function inTime<T>(act: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('a round took too long')), patienceMs)));
  try {
    return await Promise.race([act, late]);
  } finally {
    clearTimeout(timer);
  }
}

function below(random: () => number, bound: number): number {
  return Math.floor(random() * bound);
}

/** Mulberry32: a small generator of numbers from 0 to 1 that a seed repeats. */
function generator(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
