import { inLanes } from '../../support/in-lanes.ts';
import { accessKinds } from './access-kinds.ts';
import { playRound, type Round } from './play-round.ts';

/** The sum of the rounds of one kind of access, or of all. */
export interface MatrixCount {
  runs: number;
  kills: number;
  submissions: number;
  lost: number;
  doubled: number;
  cases: number;
  needless: number;
  /** How often each thing went wrong. */
  readonly faults: Record<string, number>;
}

/** A round has this long; on a quiet machine it needs a hundredth of it, and it may share the machine with much. */
const patienceMs = 900_000;

/** How a matrix is played. */
export interface MatrixOptions {
  readonly runs: number;
  readonly seed: number;
  /** The number of the first round. Default 0. */
  readonly from?: number;
  /** Rounds at the same time: most of a round is waiting. */
  readonly lanes: number;
  /** Told of each round that is worth a look. */
  readonly say: (line: string) => void;
  /** Told the sum so far after every so many rounds. */
  readonly progress?: { readonly every: number; readonly tell: (sum: MatrixCount) => void };
}

/**
 * Plays the rounds; each depends on the seed and its number alone. A round that comes to no end has a submission that is neither
 * delivered nor a case: it counts as lost.
 */
export async function playMatrix({ runs, seed, from = 0, lanes, say, progress }: MatrixOptions): Promise<ReadonlyMap<string, MatrixCount>> {
  const inTurn = inLanes(lanes);
  const counts = new Map(accessKinds.map(({ name }) => [name, empty()]));
  const playOne = async (number: number): Promise<void> => {
    const name = accessKinds[number % accessKinds.length]?.name ?? '';
    const round = await inTime(playRound(seed, number)).catch((error: unknown) => failed(name, error));
    addTo(counts.get(name) ?? empty(), round);
    if (round.lost + round.doubled + round.needless > 0) say(`round ${number} of seed ${seed}, ${name}: ${JSON.stringify(round)}`);
    const sum = sumOf(counts.values());
    if (progress !== undefined && sum.runs % progress.every === 0) progress.tell(sum);
  };
  await Promise.all(Array.from({ length: runs }, (_, number) => inTurn(() => playOne(from + number))));
  return counts;
}

/** All kinds together. */
export function sumOf(counts: Iterable<MatrixCount>): MatrixCount {
  const sum = empty();
  for (const count of counts) addTo(sum, count);
  return sum;
}

function empty(): MatrixCount {
  return { runs: 0, kills: 0, submissions: 0, lost: 0, doubled: 0, cases: 0, needless: 0, faults: {} };
}

function addTo(count: MatrixCount, one: Round | MatrixCount): void {
  count.runs += 'runs' in one ? one.runs : 1;
  for (const key of ['kills', 'submissions', 'lost', 'doubled', 'cases', 'needless'] as const) count[key] += one[key];
  for (const [name, times] of Object.entries(one.faults)) count.faults[name] = (count.faults[name] ?? 0) + times;
}

function failed(kind: string, error: unknown): Round {
  const story = error instanceof Error ? error.message : String(error);
  return { kind, story, kills: 0, submissions: 0, lost: 1, doubled: 0, cases: 0, needless: 0, faults: {} };
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
