import { inLanes } from '../../support/in-lanes.ts';
import { playScreenRound, type ScreenRound } from './play-screen-round.ts';

/** The sum of rounds. */
export interface ScreenCount {
  rounds: number;
  /** Kills that came while the victim lived, by victim. */
  readonly kills: Record<ScreenRound['victim'], number>;
  /** Kills that left the outcome open: with the record there, so that entering it again would have doubled it, and without. */
  openAndSaved: number;
  openAndAbsent: number;
  lost: number;
  doubled: number;
  cases: number;
}

/** How rounds are played. */
export interface ScreensOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Rounds at the same time: most of a round is waiting. */
  readonly lanes: number;
  /** Told of each round that is worth a look. */
  readonly say: (line: string) => void;
}

/** Plays rounds over all skins and both kinds of connector; one that comes to no end counts as lost. */
export async function playScreens({ rounds, seed, lanes, say }: ScreensOptions): Promise<ReadonlyMap<string, ScreenCount>> {
  const inTurn = inLanes(lanes);
  const counts = new Map<string, ScreenCount>();
  const playOne = async (number: number): Promise<void> => {
    const round = await playScreenRound(seed, number).catch((error: unknown) => unended(error));
    const count = counts.get(round.way) ?? empty();
    counts.set(round.way, count);
    add(count, round);
    if (round.lost + round.doubled + round.cases > 0) say(`round ${number} of seed ${seed}: ${JSON.stringify(round)}`);
  };
  await Promise.all(Array.from({ length: rounds }, (_, number) => inTurn(() => playOne(number))));
  return counts;
}

/** All ways together. */
export function sumOfScreens(counts: Iterable<ScreenCount>): ScreenCount {
  const sum = empty();
  for (const each of counts) {
    sum.rounds += each.rounds;
    for (const victim of ['process', 'browsers', 'tabs'] as const) sum.kills[victim] += each.kills[victim];
    for (const key of ['openAndSaved', 'openAndAbsent', 'lost', 'doubled', 'cases'] as const) sum[key] += each[key];
  }
  return sum;
}

function empty(): ScreenCount {
  return { rounds: 0, kills: { process: 0, browsers: 0, tabs: 0 }, openAndSaved: 0, openAndAbsent: 0, lost: 0, doubled: 0, cases: 0 };
}

function add(count: ScreenCount, round: ScreenRound): void {
  count.rounds += 1;
  count.kills[round.victim] += round.kills;
  for (const key of ['openAndSaved', 'openAndAbsent', 'lost', 'doubled', 'cases'] as const) count[key] += round[key];
}

function unended(error: unknown): ScreenRound {
  const story = error instanceof Error ? error.message : String(error);
  return { way: 'came to no end', story, victim: 'process', kills: 0, openAndSaved: 0, openAndAbsent: 0, lost: 1, doubled: 0, cases: 0 };
}
