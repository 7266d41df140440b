/**
 * What is too long for `npm test`, with figures: `run.ts [--runs N] [--model N] [--cuts N] [--beside SECONDS] [--seed S]`. Without a
 * count it plays 20 rounds of the matrix. The same seed makes the same loads, faults, kill times, sequences and cuts. The last line is
 * JSON; exit code 1 if anything was lost or doubled, did not come to an end, or is not as the reference says.
 */
import { parseArgs } from 'node:util';
import { cutWal } from './cut-wal.ts';
import { type MatrixCount, playMatrix, sumOf } from './matrix/play-matrix.ts';
import { playSequences } from './model/play-sequences.ts';
import { playBeside } from './play-beside.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    model: { type: 'string' },
    cuts: { type: 'string' },
    beside: { type: 'string' },
    lanes: { type: 'string', default: '3' },
    seed: { type: 'string' },
  },
});
const { runs, model, cuts, beside, lanes, seed = String(Date.now() % 1_000_000) } = values;
if ([runs, model, cuts, beside, lanes, seed].some((value) => value !== undefined && !/^\d+$/.test(value))) {
  console.error('use: crash [--runs N] [--model N] [--cuts N] [--beside SECONDS] [--seed S], all whole numbers');
  process.exit(2);
}
process.exitCode = await main();

async function main(): Promise<number> {
  console.log(`seed ${seed}`);
  const parts: Record<string, unknown> = {};
  const ends: boolean[] = [];
  if (runs !== undefined || [model, cuts, beside].every((value) => value === undefined)) {
    const sum = await playRuns(Number(runs ?? 20));
    Object.assign(parts, sum);
    ends.push(sum.lost + sum.doubled === 0);
  }
  const others = { model: () => playSequences(Number(model), Number(seed)), cuts: playCuts, beside: playUsers };
  for (const name of ['model', 'cuts', 'beside'] as const) {
    if (values[name] !== undefined) ends.push(await tell(parts, name, others[name]()));
  }
  console.log(JSON.stringify(parts));
  return ends.every(Boolean) ? 0 : 1;
}

async function playRuns(count: number): Promise<MatrixCount> {
  const started = performance.now();
  const counts = await playMatrix({ runs: count, seed: Number(seed), lanes: Number(lanes), say: (line) => console.log(line) });
  for (const [kind, one] of counts) console.log(`${kind}: ${JSON.stringify(one)}`);
  console.log(`${Math.round((performance.now() - started) / count)} ms per round`);
  return sumOf(counts.values());
}

async function playCuts(): Promise<void> {
  const { broken, lost } = await cutWal(Number(cuts), Number(seed));
  if (broken + lost > 0) throw new Error(`${broken} ledgers broken, ${lost} submissions lost`);
}

async function playUsers(): Promise<void> {
  const count = await playBeside(Number(beside) * 1000);
  console.log(JSON.stringify(count));
  if (count.faults.length + count.doubled > 0) throw new Error('a user met a busy ledger, or a record was doubled');
}

/** Notes how a part ended, with its time. */
async function tell(parts: Record<string, unknown>, name: 'model' | 'cuts' | 'beside', playing: Promise<unknown>): Promise<boolean> {
  const started = performance.now();
  const error = await playing.then(
    () => undefined,
    (reason: unknown) => String(reason),
  );
  if (error !== undefined) console.log(error);
  parts[name] = {
    [name]: Number(values[name]),
    ok: error === undefined,
    seconds: Math.round((performance.now() - started) / 1000),
  };
  return error === undefined;
}
