import { expect, test } from 'vitest';
import { playStale } from './stale/play-stale.ts';

/** `npm run crash -- --stale 200` stops more. */
const times = 20;

test.skipIf(process.platform === 'win32')(
  `${times} times, a holder that was stopped for twice its lease and woke after another took over writes nothing`,
  async () => {
    expect(await playStale(times, 4)).toEqual({ stops: times, written: [], wronglySent: [] });
  },
);
