import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { processesLeft, runChild } from '../../support/child-sync.ts';
import { dogMessage } from '../../support/messages.ts';
import { type ConnectorKind, connectorKinds, type SkinAccess, skinNames } from '../../support/open-skin.ts';
import type { Project } from '../../support/project.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { settleWithPerson, submissionsOf } from '../../support/settle.ts';
import { makeSkinProject } from '../../support/skin-project.ts';
import { startWitness, type Witness } from '../../support/witness.ts';

/** What a round came to. */
export interface ScreenRound {
  /** Such as `frames, YAML`. */
  readonly way: string;
  /** What was done, for a person who looks into it. */
  readonly story: string;
  /** What died, and how often that came in time. */
  readonly victim: Victim;
  readonly kills: number;
  /** How the kill left the delivery: its outcome open, and the record there or not. */
  readonly openAndSaved: number;
  readonly openAndAbsent: number;
  /** Told to be delivered and not there. */
  readonly lost: number;
  /** Records more than one. */
  readonly doubled: number;
  readonly cases: number;
}

type Victim = 'process' | 'browsers' | 'tabs';

/** Longer than the application is late. */
const maxInFlightMs = 2500;
const hourMs = 3_600_000;

/** All ways into Musterverfahren through its screens. */
const ways: readonly SkinAccess[] = skinNames.flatMap((skin) => connectorKinds.map((kind: ConnectorKind) => ({ skin, kind })));

/** Around the commit, from what was filled in to the receipt; and how long after each something may die. */
const longestDelayMs = {
  'step:fill form:end': 1200,
  'fence:held': 400,
  'gate:before': 400,
  'gate:opened': 400,
  'fence:journalled': 400,
  'fence:released': 400,
  'fence:answered': 200,
  'delivery:before-receipt': 1,
  'delivery:receipt': 1,
} as const;
const moments = Object.keys(longestDelayMs) as readonly (keyof typeof longestDelayMs)[];

/** Kills once around the commit of one delivery, runs on until it has settled, and asks the witness. Depends on seed and number alone. */
export async function playScreenRound(seed: number, number: number): Promise<ScreenRound> {
  const random = new SeededRandom(seed, number);
  const access = ways[number % ways.length] ?? random.pick(ways);
  const victim = random.pick<Victim>(['process', 'process', 'browsers', 'tabs']);
  const moment = random.pick(moments);
  const delayMs = random.chance(0.4) ? 0 : random.below(longestDelayMs[moment]);
  const fault = drawFault(random);
  const witness = await startWitness({ skin: access.skin });
  const project = await makeSkinProject(access, { url: witness.url, maxInFlightMs });
  try {
    await project.drop('einreichung.xml', dogMessage({ dogName: `Hund ${number}` }));
    await witness.arm(...fault);
    const { boundaries, stderr } = await runChild('screens-child', project, [`${moment}#1`, String(delayMs), victim]);
    const kills = Number(boundaries.find((line) => line.startsWith('struck'))?.slice(7) ?? 0);
    const left = await openRecords(project, witness);
    const list = await settleWithPerson(project, hourMs);
    if ((await processesLeft(project)).length > 0) throw new Error('a browser stayed behind');
    const late = fault.map(({ ms, when = 'before' }) => `, saved ${ms} ms late (${when})`).join('');
    const story = `${victim} ${delayMs} ms after ${moment}${late}${stderr === '' ? '' : `, ${stderr}`}`;
    const way = `${access.skin}, ${access.kind}`;
    return { way, story, victim, kills: Math.min(kills, 1), ...left, ...(await count(witness, list)) };
  } finally {
    await witness.close();
    await project.remove();
  }
}

/** The application takes its time, so that more of the moments lie between request and answer. */
function drawFault(random: SeededRandom): readonly Fault[] {
  if (random.chance(0.4)) return [];
  return [{ kind: 'latency', ms: 100 + random.below(900), when: random.pick(['before', 'after']), match: { act: 'save' }, times: 1 }];
}

async function openRecords(project: Project, witness: Witness): Promise<Pick<ScreenRound, 'openAndSaved' | 'openAndAbsent'>> {
  const states = (await submissionsOf(project)).flatMap(({ deliveries }) => deliveries.map(({ state }) => state));
  const isOpen = states.some((state) => state === 'committing' || state === 'unknown');
  const isSaved = (await witness.records()).length > 0;
  return { openAndSaved: isOpen && isSaved ? 1 : 0, openAndAbsent: isOpen && !isSaved ? 1 : 0 };
}

async function count(witness: Witness, list: readonly SubmissionSummary[]): Promise<Pick<ScreenRound, 'lost' | 'doubled' | 'cases'>> {
  const records = (await witness.records()).length;
  const delivered = list.filter(({ state }) => state === 'accepted').length;
  return { lost: Math.max(0, delivered - records), doubled: Math.max(0, records - 1), cases: list.length - delivered };
}
