import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { runSync, startSync } from './support/child-sync.ts';
import { expectEachOnce } from './support/expect-each-once.ts';
import { tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { submissionsOf } from './support/settle.ts';
import { startWitness, type Witness } from './support/witness.ts';

/** One submission, and an application that takes its time, so that runs overlap. */
async function stage(answerMs: number): Promise<{ project: Project; witness: Witness }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  await project.drop('gewerbe.xml', tradeMessage());
  await witness.arm({
    kind: 'latency',
    when: 'after',
    ms: answerMs,
    match: { method: 'POST', path: '/api/gewerbeanmeldungen' },
    times: 1,
  });
  return { project, witness };
}

test('a second run on the same ledger leaves, and the first one ends as if it were alone', async () => {
  const { project, witness } = await stage(1500);
  const first = await startSync(project);
  await first.reached('gate:opened#1');
  expect(await runSync(project)).toMatchObject({ code: 1, stderr: 'AB_LEDGER_BUSY', boundaries: [] });
  expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
  await expectEachOnce(project, witness, await submissionsOf(project), 1);
});

test('a second run that waits ends after the first, and enters nothing again', async () => {
  const { project, witness } = await stage(1000);
  const first = await startSync(project);
  await first.reached('gate:opened#1');
  const second = await startSync(project, 'wait');
  expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
  expect(await second.ended).toMatchObject({ code: 0, stderr: '', boundaries: ['run:recovered#1'] });
  await expectEachOnce(project, witness, await submissionsOf(project), 1);
});

test('of two runs that start together one works, and all is entered once', async () => {
  const { project, witness } = await stage(500);
  for (let n = 0; n < 5; n += 1) await project.drop(`mehr-${n}.xml`, tradeMessage({ businessName: `Betrieb ${n}` }));
  const ends = await Promise.all([runSync(project), runSync(project)]);
  for (const { code, stderr } of ends) expect(['0 ', '1 AB_LEDGER_BUSY']).toContain(`${code} ${stderr}`);
  expect(ends.some(({ code }) => code === 0)).toBe(true);
  await expectEachOnce(project, witness, await submissionsOf(project), 6);
});

test.skipIf(process.platform === 'win32')('a run that was stopped keeps the lock, and goes on when it is woken', async () => {
  const { project, witness } = await stage(0);
  const first = await startSync(project, 'delivery:claimed#1', { signal: 'SIGSTOP' });
  await first.reached('delivery:claimed#1');
  try {
    expect(await runSync(project)).toMatchObject({ code: 1, stderr: 'AB_LEDGER_BUSY', boundaries: [] });
  } finally {
    first.process.kill('SIGCONT');
  }
  expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
  await expectEachOnce(project, witness, await submissionsOf(project), 1);
});

test('a run that was stopped in the middle of a write is a busy ledger too, and one that waits goes on behind it', async () => {
  const { project, witness } = await stage(0);
  await submissionsOf(project);
  const stopped = new DatabaseSync(project.ledgerFile);
  stopped.exec('begin immediate');
  const waiting = await startSync(project, 'wait');
  expect(await runSync(project)).toMatchObject({ code: 1, stderr: 'AB_LEDGER_BUSY', boundaries: [] });
  stopped.close();
  expect(await waiting.ended).toMatchObject({ code: 0, stderr: '' });
  await expectEachOnce(project, witness, await submissionsOf(project), 1);
});

test('readers work beside a run, and see where it is', async () => {
  const { project, witness } = await stage(1500);
  const run = await startSync(project);
  await run.reached('gate:opened#1');
  const runtime = await project.open();
  onTestFinished(() => runtime.close());
  const started = performance.now();
  const [submission] = await runtime.list();
  expect(submission).toMatchObject({ state: 'routed', deliveries: [{ state: 'committing' }] });
  expect(await runtime.show(submission!.id)).toMatchObject({ id: submission!.id });
  expect((await runtime.status()).deliveries.committing).toBe(1);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(await run.ended).toMatchObject({ code: 0 });
  await expectEachOnce(project, witness, await submissionsOf(project), 1);
});
