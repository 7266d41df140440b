import { expect, test } from 'vitest';
import { playSequences } from './model/play-sequences.ts';

/** `npm run crash -- --model 2000` plays more. */
const sequences = 300;
const seed = 20_261_122;

test(`in ${sequences} sequences of what may happen, engine and ledger do what the reference says`, async () => {
  await expect(playSequences(sequences, seed)).resolves.toBeUndefined();
}, 900_000);
