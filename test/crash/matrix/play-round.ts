import { setTimeout as wait } from 'node:timers/promises';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { type ChildSync, processesLeft, runSync, startSync } from '../../support/child-sync.ts';
import { makeProject, type Project } from '../../support/project.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { submissionsOf } from '../../support/settle.ts';
import { startWitness, type Witness } from '../../support/witness.ts';
import { type AccessKind, accessKinds, drawFault } from './access-kinds.ts';

/** What a round came to. */
export interface Round {
  readonly kind: string;
  /** What was done, for a person who looks into it. */
  readonly story: string;
  readonly kills: number;
  readonly submissions: number;
  /** Taken in by nobody, or told to be delivered and not there. */
  readonly lost: number;
  /** Records more than submissions. */
  readonly doubled: number;
  readonly cases: number;
  /** Cases whose outcome could have been found out. */
  readonly needless: number;
}

const dayMs = 86_400_000;
/** What a run leaves due lies before this, whatever its clock said. */
const restClockMs = 3 * dayMs;
const mostRuns = 10;

/** Kills runs at random moments over one kind of access, with a fault, lets it come to its end and asks the witness. */
export async function playRound(seed: number, number: number): Promise<Round> {
  const random = new SeededRandom(seed, number);
  const kind = accessKinds[number % accessKinds.length] ?? random.pick(accessKinds);
  const witness = await startWitness();
  const project = await makeProject({ ...kind.project, url: witness.url });
  try {
    const dropped = 1 + random.below(3);
    for (let n = 0; n < dropped; n += 1) await project.drop(`einreichung-${n}.xml`, kind.message(`${number}-${n}`));
    const fault = drawFault(random, kind);
    await witness.arm(...fault.armed);
    const killed = await killSome(project, random, kind);
    const list = await settleLate(project);
    const left = await processesLeft(project);
    if (left.length > 0) throw new Error('a browser stayed behind');
    const story = `${dropped} submissions, ${fault.name}, ${killed.join(', ')}`;
    const kills = killed.filter((one) => one.includes('killed')).length;
    return { kind: kind.name, story, kills, ...(await count(witness, list, dropped)), ...casesOf(list, kind) };
  } finally {
    await witness.close();
    await project.remove();
  }
}

async function killSome(project: Project, random: SeededRandom, kind: AccessKind): Promise<readonly string[]> {
  const killed: string[] = [];
  for (let kills = 1 + random.below(3); kills > 0; kills -= 1) {
    const ahead = random.chance(0.2) ? random.pick([-dayMs, dayMs]) : 0;
    const facts = { ms: 200 + random.below(kind.runMs), together: random.chance(0.15), ahead };
    killed.push(await killOne(at(project, ahead), facts));
  }
  return killed;
}

async function killOne(project: Project, { ms, together, ahead }: { ms: number; together: boolean; ahead: number }): Promise<string> {
  const runs = [await startSync(project), ...(together ? [await startSync(project)] : [])];
  await Promise.race([wait(ms), Promise.all(runs.map((run) => run.ended))]);
  for (const run of runs) run.process.kill('SIGKILL');
  const how = await Promise.all(runs.map(endOf));
  const clock = ahead === 0 ? '' : `, clock ${ahead > 0 ? '+' : '-'}1 day`;
  return `${how.join(' beside ')}${clock}`;
}

async function endOf({ ended }: ChildSync): Promise<string> {
  const { signal, boundaries, stderr } = await ended;
  if (signal === null) return stderr === '' ? 'ended' : `ended with ${stderr}`;
  return `killed at ${boundaries.at(-1) ?? 'the start'}`;
}

function at(project: Project, aheadMs: number): Project {
  return { ...project, env: { ...project.env, AMTSBOTE_TEST_CLOCK_MS: String(aheadMs) } };
}

/** Runs until nothing is under way, with a clock that is later than all before. */
async function settleLate(project: Project): Promise<readonly SubmissionSummary[]> {
  for (let run = 1; ; run += 1) {
    const { code, stderr } = await runSync(at(project, restClockMs + run * 3_600_000));
    const list = await submissionsOf(project);
    if (list.length > 0 && list.every(({ state }) => state !== 'received' && state !== 'routed')) return list;
    if (run === mostRuns) throw new Error(`not settled after ${mostRuns} runs (${code}, ${stderr}): ${JSON.stringify(list)}`);
    await wait(500);
  }
}

/** A submission that is accepted has exactly one record, one that is a case at most one. */
async function count(
  witness: Witness,
  list: readonly SubmissionSummary[],
  dropped: number,
): Promise<Pick<Round, 'submissions' | 'lost' | 'doubled'>> {
  const held = Map.groupBy(await witness.records(), (record) => record.fremdschluessel);
  const deliveries = list.flatMap((submission) => submission.deliveries);
  const known = new Set(deliveries.map(({ key }) => key));
  const missing = deliveries.filter(({ key, state }) => state === 'delivered' && !held.has(key)).length;
  const more = [...held].map(([key, all]) => (known.has(key) ? all.length - 1 : all.length)).reduce((sum, one) => sum + one, 0);
  return { submissions: dropped, lost: missing + Math.max(0, dropped - list.length), doubled: more + Math.max(0, list.length - dropped) };
}

function casesOf(list: readonly SubmissionSummary[], { decidable }: AccessKind): Pick<Round, 'cases' | 'needless'> {
  const cases = list.filter(({ state }) => state !== 'accepted').length;
  return { cases, needless: decidable ? cases : 0 };
}
