import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { processesLeft } from '../support/child-sync.ts';
import { expectEachOnce } from '../support/expect-each-once.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { settle, submissionsOf } from '../support/settle.ts';
import { startWitness, type Witness } from '../support/witness.ts';

const program = join(import.meta.dirname, 'child.ts');

/** A web UI is waited for as long as its requests may be on their way: on a machine with much to do, the usual second and a half is short. */
const patientMs = 10_000;

async function stage(maxInFlightMs?: number): Promise<{ project: Project; witness: Witness }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url, ...(maxInFlightMs !== undefined && { maxInFlightMs }) });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  return { project, witness };
}

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stderr: string }>;
}

function start(project: Project, boundary: string, signal: NodeJS.Signals): Child {
  const child = spawn(process.execPath, ['--conditions=@amtsbote/source', program, boundary, signal, 'sync', '--lang', 'en'], {
    cwd: project.directory,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AMTSBOTE_BROWSER: process.env['AMTSBOTE_BROWSER'],
      NODE_COMPILE_CACHE: join(tmpdir(), 'amtsbote-test-compile-cache'),
      NODE_NO_WARNINGS: '1',
      ...project.env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = Promise.all([text(child.stderr), once(child, 'close')]).then(([stderr, [code, killedBy]]) => ({
    code: code as number | null,
    signal: killedBy as NodeJS.Signals | null,
    stderr,
  }));
  return { process: child, ended };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await wait(20);
  }
}

/** Nothing is held or in doubt, and the run has given back its lock. */
async function expectClean(project: Project, witness: Witness): Promise<readonly string[]> {
  const runtime = await project.open();
  try {
    const deliveries = (await runtime.list()).flatMap((submission) => submission.deliveries);
    const states = deliveries.map(({ state }) => state);
    // The findings are compared, too, so that a failure says what was in doubt.
    for (const { state, findings } of deliveries) {
      expect([
        { state: 'ready', findings: [] },
        { state: 'delivered', findings: [] },
      ]).toContainEqual({ state, findings });
    }
    expect(await witness.records()).toHaveLength(states.filter((state) => state === 'delivered').length);
    expect((await runtime.status()).lastRun?.endedAt).toBeDefined();
    expect((await runtime.audit.verify()).ok).toBe(true);
    return states;
  } finally {
    await runtime.close();
  }
}

const web = ['hund.xml', dogMessage()] as const;
const api = ['gewerbe.xml', tradeMessage()] as const;
const moments = [
  ['a submission is taken in', 'intake:stored', api, undefined],
  ['messages are read', 'plan:before', api, 'ready'],
  ['the request is prepared', 'step:prepare request:begin', api, undefined],
  ['the request is about to go out', 'gate:opened', api, 'delivered'],
  ['the answer has come', 'rest:answered', api, 'delivered'],
  ['the form is filled', 'step:fill form:begin', web, 'ready'],
  ['the saving request is held', 'fence:held', web, undefined],
  ['the saving request was released', 'fence:released', web, 'delivered'],
] as const;

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test.each(moments)(
    'while %s: the step is finished, nothing is left in doubt, and the next run goes on',
    async (_, at, [name, message], state) => {
      const { project, witness } = await stage(patientMs);
      await project.drop(name, message);
      const { code, signal: killedBy, stderr } = await start(project, at, signal).ended;
      expect(stderr).toContain(`at ${at}\n`);
      expect(stderr).toContain('Interrupted: finishing the current step.');
      expect({ code, killedBy }).toEqual({ code: 130, killedBy: null });
      const states = await expectClean(project, witness);
      if (state !== undefined) expect(states).toEqual([state]);
      await expectEachOnce(project, witness, await settle(project), 1);
    },
  );

  test('twice while the answer of a saved record is on its way: it stops at once, and the next run finds the record', async () => {
    const { project, witness } = await stage();
    await project.drop(...api);
    await witness.arm({ kind: 'latency', when: 'after', ms: 8_000, match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, times: 1 });
    const child = start(project, 'gate:opened', signal);
    await until(async () => (await witness.records()).length > 0);
    const sentAt = performance.now();
    child.process.kill(signal);
    const { code, stderr } = await child.ended;
    expect(performance.now() - sentAt).toBeLessThan(2_000);
    expect(code).toBe(130);
    expect(stderr).toContain('Once more stops at once.');
    expect((await submissionsOf(project))[0]?.deliveries[0]?.state).toBe('committing');
    expect(await processesLeft(project)).toEqual([]);
    await expectEachOnce(project, witness, await settle(project), 1);
  });
});
