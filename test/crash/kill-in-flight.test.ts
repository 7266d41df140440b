import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { describe, expect, test } from 'vitest';
import { processesLeft, runSync, startSync, withClock } from '../support/child-sync.ts';
import { expectEachOnce } from '../support/expect-each-once.ts';
import { inLanes } from '../support/in-lanes.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { settle, submissionsOf } from '../support/settle.ts';
import { startWitness, type Witness } from '../support/witness.ts';

const channels = [
  ['web UI', 'hund.xml', dogMessage(), '/hund/neu/speichern'],
  ['API', 'gewerbe.xml', tradeMessage(), '/api/gewerbeanmeldungen'],
] as const;

interface Stage {
  readonly project: Project;
  readonly witness: Witness;
}

const inTurn = inLanes(4);

/** Plays one act on a stage of its own; most of it is waiting, so a few run at a time. */
function onStage(act: (stage: Stage) => Promise<void>, maxInFlightMs = 1500): Promise<void> {
  return inTurn(async () => {
    const witness = await startWitness();
    const project = await makeProject({ url: witness.url, maxInFlightMs });
    try {
      await act({ project, witness });
    } finally {
      await witness.close();
      await project.remove();
    }
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await wait(20);
  }
}

describe.each(channels)('through the %s', (_, name, message, path) => {
  const saving = { method: 'POST', path };

  test.concurrent('killed while the answer of a saved record is on its way: found, and not entered again', () =>
    onStage(async ({ project, witness }) => {
      await project.drop(name, message);
      await witness.arm({ kind: 'latency', when: 'after', ms: 1200, match: saving, times: 1 });
      const child = await startSync(project);
      await until(async () => (await witness.records()).length > 0);
      child.process.kill('SIGKILL');
      expect((await child.ended).signal).toBe('SIGKILL');
      expect(await processesLeft(project)).toEqual([]);
      await expectEachOnce(project, witness, await settle(project), 1);
    }));

  test.concurrent('killed while the request is on its way, which is saved after the death: waited for, and not entered again', () =>
    onStage(async ({ project, witness }) => {
      await project.drop(name, message);
      await witness.arm({ kind: 'latency', ms: 1000, match: saving, times: 1 });
      const child = await startSync(project);
      await until(async () => (await submissionsOf(project)).some(({ deliveries }) => deliveries[0]?.state === 'committing'));
      await wait(300);
      expect(await witness.records()).toEqual([]);
      child.process.kill('SIGKILL');
      expect((await child.ended).signal).toBe('SIGKILL');
      await expectEachOnce(project, witness, await settle(project), 1);
      expect((await submissionsOf(project))[0]?.deliveries[0]?.attempts).toBe(1);
    }));

  test.concurrent.each<[Fault['kind'], number]>([
    ['cut-after', 1],
    ['cut-before', 2],
    ['http-500', 2],
  ])('%s ends in one record after %i attempts, within one run', (kind, attempts) =>
    onStage(async ({ project, witness }) => {
      await project.drop(name, message);
      await witness.arm({ kind, match: saving, times: 1 });
      expect(await runSync(project)).toMatchObject({ code: 0, stderr: '' });
      const list = await submissionsOf(project);
      await expectEachOnce(project, witness, list, 1);
      expect(list[0]?.deliveries[0]?.attempts).toBe(attempts);
    }),
  );
});

test.concurrent('a request outlives two processes, and the clock is set forward by a day: it is waited for all the same, and not sent again', () =>
  onStage(async ({ project, witness }) => {
    await project.drop('gewerbe.xml', tradeMessage());
    const lateMs = 6000;
    await witness.arm({ kind: 'latency', ms: lateMs, match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, times: 1 });
    const child = await startSync(project);
    await child.reached('gate:opened#1');
    const over = wait(lateMs + 1000);
    await wait(200);
    child.process.kill('SIGKILL');
    await child.ended;
    expect((await runSync(project, 'run:recovered#1')).signal).toBe('SIGKILL');
    expect(await witness.records()).toEqual([]);
    expect(await runSync(withClock(project, 86_400_000))).toMatchObject({ code: 0, stderr: '' });
    await over;
    await expectEachOnce(project, witness, await submissionsOf(project), 1);
  }, 7500));

test.concurrent('one click whose connection is cut after saving is one request and one record: the browser does not send it again', () =>
  onStage(async ({ project, witness }) => {
    await project.drop('hund.xml', dogMessage());
    await witness.arm({ kind: 'cut-after', match: { method: 'POST', path: '/hund/neu/speichern' }, times: 1 });
    expect(await runSync(project)).toMatchObject({ code: 0, stderr: '' });
    const saved = (await witness.requests()).filter((request) => request.path.startsWith('/hund/neu/speichern'));
    expect(saved).toHaveLength(1);
    expect(await witness.records()).toHaveLength(1);
  }));
