import { expect, test } from 'vitest';
import { healthOf } from './health.ts';
import { LedgerProbe } from './ledger-probe.ts';

const calm = { isLedgerReachable: true, callbacks: { taken: 0, refused: 0 } };
const ended = (exitCode: number): { startedAt: number; endedAt: number; exitCode: number } => ({ startedAt: 1, endedAt: 2, exitCode });

test.each([
  [0, 'ok'],
  [3, 'ok'],
  [4, 'ok'],
  [5, 'ok'],
  [1, 'failing'],
  [2, 'failing'],
])('a last run that ended with %i is %s', (exitCode, status) => {
  expect(healthOf({ ...calm, last: ended(exitCode) })).toMatchObject({ status, lastRun: { exitCode } });
});

test('before the first run has ended all is well as long as the ledger opens', () => {
  expect(healthOf(calm)).toMatchObject({ status: 'ok', lastRun: null, runningSince: null, nextRunAt: null });
  expect(healthOf({ ...calm, isLedgerReachable: false })).toMatchObject({ status: 'failing', ledger: 'unreachable' });
});

test('however often it is asked, the ledger is opened once in five seconds', async () => {
  let now = 10_000;
  let looks = 0;
  const probe = new LedgerProbe(
    () => now,
    async () => {
      looks += 1;
      if (looks > 1) throw new Error('gone');
    },
  );
  const answers: boolean[] = [await probe.isReachable(), await probe.isReachable()];
  now += 4_999;
  answers.push(await probe.isReachable());
  now += 1;
  answers.push(await probe.isReachable());
  expect([answers, looks]).toEqual([[true, true, true, false], 2]);
});
