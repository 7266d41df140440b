/**
 * What is too long for `npm test`, with figures: `run.ts [--runs N [--from N]] [--round N] [--model N] [--stale N] [--cuts N]
 * [--beside SECONDS] [--screens N] [--fit-connect N] [--lanes N] [--seed S]`. Without a count it plays 20 rounds of the matrix; `--round` plays
 * that one again and tells its story. The same seed makes the same loads, faults, moments, sequences and cuts. The last line is JSON; exit
 * code 1 if anything was lost or doubled, did not come to an end, or is not as the reference says.
 */
import { parseArgs } from 'node:util';
import { cutWal } from './cut-wal.ts';
import { playKills } from './fit-connect/play-kills.ts';
import { type MatrixCount, playMatrix, sumOf } from './matrix/play-matrix.ts';
import { playRound } from './matrix/play-round.ts';
import { playSequences } from './model/play-sequences.ts';
import { playBeside } from './play-beside.ts';
import { playScreens, sumOfScreens } from './screens/play-screens.ts';
import { playStale } from './stale/play-stale.ts';

const count = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    runs: count,
    round: count,
    model: count,
    stale: count,
    cuts: count,
    beside: count,
    screens: count,
    'fit-connect': count,
    lanes: { ...count, default: '3' },
    from: { ...count, default: '0' },
    seed: { ...count, default: String(Date.now() % 1_000_000) },
  },
});
if (Object.values(values).some((value) => !/^\d+$/.test(value))) {
  console.error(
    'use: crash [--runs N [--from N]] [--round N] [--model N] [--stale N] [--cuts N] [--beside SECONDS] [--screens N] [--fit-connect N] [--seed S], all whole numbers',
  );
  process.exit(2);
}
const seed = Number(values.seed);

/** Each takes its count, and throws when something is not as it must be. */
const parts = {
  round: async (number: number) => {
    const round = await playRound(seed, number);
    console.log(JSON.stringify(round));
    expectNone(round.lost + round.doubled + round.needless, 'records lost, doubled or needlessly waiting');
  },
  model: (sequences: number) => playSequences(sequences, seed),
  stale: async (times: number) => {
    const stale = await playStale(times, Math.min(5, times));
    console.log(JSON.stringify(stale));
    expectNone(stale.written.length + stale.wronglySent.length + times - stale.stops, 'stale holders that wrote, sent, or never stopped');
  },
  cuts: async (times: number) => {
    const { broken, lost } = await cutWal(times, seed);
    expectNone(broken + lost, 'ledgers broken or submissions lost');
  },
  beside: async (seconds: number) => {
    const beside = await playBeside(seconds * 1000);
    console.log(JSON.stringify(beside));
    expectNone(beside.faults.length + beside.doubled, 'faults that reached a user, or doubled records');
  },
  'fit-connect': async (kills: number) => {
    const played = await playKills({ kills, seed, lanes: Number(values.lanes), say: (line) => console.log(line) });
    console.log(JSON.stringify(played));
    expectNone(
      played.lost + played.doubled + played.wrong + played.stuck,
      'submissions lost, doubled or answered wrongly, or rounds without an end',
    );
  },
  screens: async (rounds: number) => {
    const counts = await playScreens({ rounds, seed, lanes: Number(values.lanes), say: (line) => console.log(line) });
    for (const [way, one] of counts) console.log(`${way}: ${JSON.stringify(one)}`);
    const sum = sumOfScreens(counts.values());
    console.log(JSON.stringify(sum));
    expectNone(sum.lost + sum.doubled + sum.cases, 'records lost or doubled, or cases that could have been decided');
  },
} as const;
const names = Object.keys(parts) as (keyof typeof parts)[];

process.exitCode = await main();

async function main(): Promise<number> {
  console.log(`seed ${seed}`);
  const told: Record<string, unknown> = {};
  const ends: boolean[] = [];
  if (values.runs !== undefined || names.every((name) => values[name] === undefined)) {
    const sum = await playRuns(Number(values.runs ?? 20));
    Object.assign(told, sum);
    ends.push(sum.lost + sum.doubled + sum.needless === 0);
  }
  for (const name of names) {
    if (values[name] !== undefined) ends.push(await tell(told, name, Number(values[name])));
  }
  console.log(JSON.stringify(told));
  return ends.every(Boolean) ? 0 : 1;
}

async function playRuns(runs: number): Promise<MatrixCount> {
  const started = performance.now();
  const tellSum = (sum: MatrixCount): void => console.log(JSON.stringify(sum));
  const counts = await playMatrix({
    runs,
    seed,
    from: Number(values.from),
    lanes: Number(values.lanes),
    say: (line) => console.log(line),
    progress: { every: 100, tell: tellSum },
  });
  for (const [kind, one] of counts) console.log(`${kind}: ${JSON.stringify(one)}`);
  console.log(`${Math.round((performance.now() - started) / runs)} ms per round`);
  return sumOf(counts.values());
}

/** Plays a part and notes how it ended, with its time. */
async function tell(told: Record<string, unknown>, name: keyof typeof parts, times: number): Promise<boolean> {
  const started = performance.now();
  const error = await parts[name](times).then(
    () => undefined,
    (reason: unknown) => String(reason),
  );
  if (error !== undefined) console.log(error);
  told[name] = { [name]: times, ok: error === undefined, seconds: Math.round((performance.now() - started) / 1000) };
  return error === undefined;
}

function expectNone(times: number, what: string): void {
  if (times > 0) throw new Error(`${times} ${what}`);
}
