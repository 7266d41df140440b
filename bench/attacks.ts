/**
 * What attacks cost: each through the reader alone, and through hot folder and engine, with its time and memory. Goals: 200 ms and
 * 200 MB. What the engine is given it keeps, hashed, sealed and flushed, before it looks at it: from 5 MB on that alone takes longer, and the
 * goal is a time per MB. The samples are those of `test/security`.
 */
import type { AttackSample } from '../test/security/attacks/attack-sample.ts';
import { attackSamples } from '../test/security/attacks/attack-samples.ts';
import { openRange, type Played, readAttack } from '../test/security/attacks/play-attacks.ts';
import { median } from './lib/median.ts';
import { report } from './lib/report.ts';

const range = await openRange();
/** Larger ones are told by the MB. */
const largeMb = 5;

interface Sized extends Played {
  readonly mb: number;
}

const alone: Played[] = [];
const whole: Sized[] = [];
try {
  const samples = attackSamples('http://127.0.0.1:9');
  // The first one pays for what is loaded once.
  for (const sample of samples.slice(0, 1)) await Promise.all([readAttack(sample), range.play(sample)]);
  for (const sample of samples) {
    const read = await readAttack(sample);
    if (read !== undefined) alone.push(read);
    whole.push({ ...(await range.play(sample)), mb: sizeOf(sample) });
  }
} finally {
  await range.close();
}
const figures = {
  ...figuresOf('reader', alone),
  ...figuresOf('engine', whole.filter(isSmall)),
  largeAttacks: whole.filter((one) => !isSmall(one)).length,
  largeMostMsPerMb: mostPerMb(whole.filter((one) => !isSmall(one))),
  largeMostMb: Math.round(Math.max(0, ...whole.map(({ cost }) => cost.peakMb))),
};
report('attacks', figures, {
  'reader-time': { figure: 'readerMostMs', max: 200 },
  'engine-time': { figure: 'engineMostMs', max: 200 },
  'reader-memory': { figure: 'readerMostMb', max: 200 },
  'engine-memory': { figure: 'engineMostMb', max: 200 },
  'engine-large-time-per-mb': { figure: 'largeMostMsPerMb', max: 50 },
  'engine-large-memory': { figure: 'largeMostMb', max: 200 },
});

function sizeOf({ files }: AttackSample): number {
  return files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0) / 1_000_000;
}

function isSmall({ mb }: Sized): boolean {
  return mb < largeMb;
}

function mostPerMb(large: readonly Sized[]): number {
  const perMb = ({ cost, mb }: Sized): number => cost.cpuMs / mb;
  const worst = large.toSorted((one, other) => perMb(other) - perMb(one)).slice(0, 5);
  console.log(`engine, ms per MB: ${worst.map((one) => `${Math.round(perMb(one))} (${one.name})`).join(', ')}`);
  return Math.round(Math.max(0, ...worst.map(perMb)));
}

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
