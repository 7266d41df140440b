import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { ownerMark, reapOrphans } from './reap-orphans.ts';

function start(mark: string) {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)', '--', mark], { detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test.runIf(process.platform === 'linux')('a browser whose owner is gone is ended, one whose owner lives is not', async () => {
  const orphan = start(`--amtsbote-owner=${process.pid}.1`);
  const owned = start(await ownerMark());
  await Promise.all([once(orphan.stdout, 'data'), once(owned.stdout, 'data')]);
  const ended = once(orphan, 'exit');
  expect(await reapOrphans()).toBe(1);
  await ended;
  expect(owned.exitCode ?? owned.signalCode).toBeNull();
});

test('where there is no /proc nothing is done', async () => {
  expect(await reapOrphans('/nowhere')).toBe(0);
});
