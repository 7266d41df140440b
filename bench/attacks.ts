/**
 * What attacks cost: each through the reader alone, and through hot folder and engine, with its time and memory. Goals: 200 ms and
 * 200 MB. The samples are those of `test/security`.
 */
import { attackSamples } from '../test/security/attacks/attack-samples.ts';
import { openRange, type Played, readAttack } from '../test/security/attacks/play-attacks.ts';
import { median } from './lib/median.ts';
import { report } from './lib/report.ts';

const range = await openRange();
const alone: Played[] = [];
const whole: Played[] = [];
try {
  const samples = attackSamples('http://127.0.0.1:9');
  // The first one pays for what is loaded once.
  for (const sample of samples.slice(0, 1)) await Promise.all([readAttack(sample), range.play(sample)]);
  for (const sample of samples) {
    const read = await readAttack(sample);
    if (read !== undefined) alone.push(read);
    whole.push(await range.play(sample));
  }
} finally {
  await range.close();
}
const figures = { ...figuresOf('reader', alone), ...figuresOf('engine', whole) };
report('attacks', figures, {
  'reader-time': { figure: 'readerMostMs', max: 200 },
  'engine-time': { figure: 'engineMostMs', max: 200 },
  'reader-memory': { figure: 'readerMostMb', max: 200 },
  'engine-memory': { figure: 'engineMostMb', max: 200 },
});

function figuresOf(name: string, played: readonly Played[]): Record<string, number> {
  const times = tell(`${name}, time in ms`, played, ({ cost }) => cost.cpuMs);
  const sizes = tell(`${name}, memory in MB`, played, ({ cost }) => cost.peakMb);
  return {
    [`${name}Attacks`]: played.length,
    [`${name}MedianMs`]: times.middle,
    [`${name}MostMs`]: times.most,
    [`${name}MedianMb`]: sizes.middle,
    [`${name}MostMb`]: sizes.most,
  };
}

/** Prints the five worst, and returns median and maximum. */
function tell(what: string, played: readonly Played[], of: (one: Played) => number): { readonly middle: number; readonly most: number } {
  const worst = played.toSorted((one, other) => of(other) - of(one)).slice(0, 5);
  console.log(`${what}: ${worst.map((one) => `${Math.round(of(one))} (${one.name})`).join(', ')}`);
  const [first] = worst;
  return { middle: Math.round(median(played.map(of)) * 10) / 10, most: first === undefined ? 0 : Math.round(of(first)) };
}
