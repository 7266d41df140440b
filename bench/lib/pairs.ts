import { median, medianAbsoluteDeviation } from './median.ts';

/** What {@link interleavedPairs} measured. Times are in milliseconds. */
export interface Pairs {
  readonly oursMs: readonly number[];
  readonly baselineMs: readonly number[];
  /** Median of ours divided by baseline, pair by pair. */
  readonly ratio: number;
  /** How far the ratios lie from their median, as a median. */
  readonly ratioMad: number;
}

/** What to measure. Both do the same job once, and return what it took in milliseconds. */
export interface PairOptions {
  readonly ours: () => Promise<number>;
  readonly baseline: () => Promise<number>;
  /** How many pairs count. */
  readonly pairs: number;
  /** Pairs run before, which do not count. Default 1. */
  readonly warmUp?: number;
}

/**
 * Measures in pairs, so that a slow moment of the machine hits both sides; the order changes with every pair, so that
 * neither always profits from what the other warmed up.
 */
export async function interleavedPairs({ ours, baseline, pairs, warmUp = 1 }: PairOptions): Promise<Pairs> {
  const oursMs: number[] = [];
  const baselineMs: number[] = [];
  for (let pair = -warmUp; pair < pairs; pair++) {
    const oursFirst = pair % 2 === 0;
    const early = oursFirst ? await ours() : await baseline();
    const late = oursFirst ? await baseline() : await ours();
    if (pair < 0) continue;
    oursMs.push(oursFirst ? early : late);
    baselineMs.push(oursFirst ? late : early);
  }
  const ratios = oursMs.map((own, index) => own / (baselineMs[index] ?? Number.NaN));
  return { oursMs, baselineMs, ratio: median(ratios), ratioMad: medianAbsoluteDeviation(ratios) };
}

/** Runs `act` and returns what it took in milliseconds. */
export async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}
