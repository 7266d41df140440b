import { inLanes } from '../../support/in-lanes.ts';
import { playKillRound, type KillRound } from './play-kill-round.ts';

/** What so many killed runs came to. */
export interface KillCount {
  readonly kills: number;
  readonly submissions: number;
  /** Without a record though good, or without an answer. */
  readonly lost: number;
  /** Records or answers beyond one each. */
  readonly doubled: number;
  /** Rejected though good, or accepted though not. */
  readonly wrong: number;
  /** Rounds that came to no end. */
  readonly stuck: number;
  /** How often each thing went wrong. */
  readonly faults: Readonly<Record<string, number>>;
  /** Where runs were killed. */
  readonly places: Readonly<Record<string, number>>;
}

/** How kills are played. */
export interface KillOptions {
  /** How many runs are killed, over all rounds. */
  readonly kills: number;
  readonly seed: number;
  /** Rounds at the same time. Default 2. */
  readonly lanes?: number;
  /** Kills that one ledger lives through. Default 10. */
  readonly perRound?: number;
  /** Told of each round that is worth a look. */
  readonly say: (line: string) => void;
}

/** Plays rounds of killed runs against the simulated delivery service; each depends on the seed and its number alone. */
export async function playKills({ kills, seed, lanes = 2, perRound = 10, say }: KillOptions): Promise<KillCount> {
  const inTurn = inLanes(lanes);
  const sizes = Array.from({ length: Math.ceil(kills / perRound) }, (_, round) => Math.min(perRound, kills - round * perRound));
  const played = await Promise.all(
    sizes.map((size, number) =>
      inTurn(async () => {
        const round = await playKillRound({ seed, number, kills: size });
        if (round.lost + round.doubled + round.wrong + round.stuck > 0) say(`round ${number} of seed ${seed}: ${JSON.stringify(round)}`);
        return round;
      }),
    ),
  );
  return {
    ...sumsOf(played),
    faults: timesOf(played.flatMap(({ faults }) => faults)),
    places: timesOf(played.flatMap(({ places }) => places)),
  };
}

type Sums = Pick<KillCount, 'kills' | 'submissions' | 'lost' | 'doubled' | 'wrong' | 'stuck'>;

function sumsOf(played: readonly KillRound[]): Sums {
  const sum = (figure: keyof Sums): number => played.reduce((before, round) => before + round[figure], 0);
  return {
    kills: sum('kills'),
    submissions: sum('submissions'),
    lost: sum('lost'),
    doubled: sum('doubled'),
    wrong: sum('wrong'),
    stuck: sum('stuck'),
  };
}

function timesOf(names: readonly string[]): Readonly<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const name of names.toSorted()) times[name] = (times[name] ?? 0) + 1;
  return times;
}
