import { expect, test } from 'vitest';
import { cutWal } from './cut-wal.ts';

/** `npm run crash -- --cuts 2000` cuts more. */
const cuts = 200;

test(`of ${cuts} ledgers whose WAL was cut behind the last fsync, each opens whole with everything acknowledged`, async () => {
  expect(await cutWal(cuts, 20_261_122)).toEqual({ cuts, broken: 0, lost: 0 });
});
