import { setTimeout as wait } from 'node:timers/promises';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { processesLeft } from '../../support/child-sync.ts';
import { makeProject } from '../../support/project.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { settleWithPerson } from '../../support/settle.ts';
import { startWitness, type Witness } from '../../support/witness.ts';
import { type AccessKind, accessKinds } from './access-kinds.ts';
import { mountSmallDisk } from './small-disk.ts';
import { drawStrikes, strike } from './strikes.ts';
import { drawFault } from './target-faults.ts';

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
  /** How often each thing went wrong. */
  readonly faults: Readonly<Record<string, number>>;
}

const dayMs = 86_400_000;
/** What a run leaves due lies before this, whatever its clock said. */
const restClockMs = 3 * dayMs;

/** Kills runs at random moments over one kind of access, with a fault, lets it come to its end and asks the witness. */
export async function playRound(seed: number, number: number): Promise<Round> {
  const random = new SeededRandom(seed, number);
  const kind = accessKinds[number % accessKinds.length] ?? random.pick(accessKinds);
  const dropped = 1 + random.below(3);
  const fault = drawFault(random, kind);
  const strikes = drawStrikes(random, kind);
  const disk = strikes.some(({ how }) => how === 'disk full') ? await mountSmallDisk() : undefined;
  const witness = await startWitness();
  const project = await makeProject({ ...kind.project, url: witness.url, ledgerFolder: disk?.folder });
  try {
    for (let n = 0; n < dropped; n += 1) await project.drop(`einreichung-${n}.xml`, kind.message(`${number}-${n}`));
    await witness.arm(...fault.armed);
    const struck: string[] = [];
    for (const one of strikes) struck.push(await strike(project, disk, one));
    const over = wait(kind.tooLongMs + 200);
    const list = await settleWithPerson(project, restClockMs);
    // What a fault delays has come by then.
    await over;
    const left = await processesLeft(project);
    if (left.length > 0) throw new Error('a browser stayed behind');
    const story = `${dropped} submissions, ${fault.name}, ${struck.join(', ')}`;
    const kills = struck.filter((one) => one.includes('killed')).length;
    const faults = Object.groupBy(namesOf(fault.name, struck), (name) => name);
    return {
      kind: kind.name,
      story,
      kills,
      ...(await count(witness, list, dropped)),
      ...casesOf(list, kind),
      faults: Object.fromEntries(Object.entries(faults).map(([name, all = []]) => [name, all.length])),
    };
  } finally {
    await witness.close();
    await project.remove();
    await disk?.remove();
  }
}

function namesOf(fault: string, struck: readonly string[]): readonly string[] {
  const marks = { 'disk full': 'disk full', 'clock +1 day': 'clock +1 day', 'clock -1 day': 'clock -1 day', beside: 'two at once' };
  const ofRuns = struck.flatMap((story) => Object.entries(marks).flatMap(([mark, name]) => (story.includes(mark) ? [name] : [])));
  return [fault.replace(/ x\d$/, ''), ...ofRuns];
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
