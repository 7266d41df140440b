import { readFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from './support/cli.ts';
import { tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { startWitness, type Witness } from './support/witness.ts';

/** A project whose API target has further settings. */
async function stage(settings: string): Promise<{ project: Project; witness: Witness; configured: (settings: string) => Promise<void> }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  const written = await readFile(project.configFile, 'utf8');
  const configured = async (more: string): Promise<void> =>
    project.write('amtsbote.yaml', written.replace('  musterverfahren-api:\n', `  musterverfahren-api:\n    ${more}\n`));
  await configured(settings);
  await project.drop('gewerbe.xml', tradeMessage());
  return { project, witness, configured };
}

const forYears = "closed: [{ from: 2020-01-01T00:00, until: 2099-12-31T12:00, why: 'Umzug\u001b[31m' }]";

test('a closed target is not asked; sync ends well, and status, list, show and doctor say until when and why', async () => {
  const { project, witness, configured } = await stage(forYears);
  const { code, stdout } = await runCli(project, ['sync', '--json']);
  expect(code).toBe(0);
  const events = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const until = Date.parse('2099-12-31T11:00:00Z');
  expect(events.find(({ type }) => type === 'target-waits')).toMatchObject({
    target: 'musterverfahren-api',
    untilMs: until,
    code: 'AB_TARGET_CLOSED',
  });
  expect(await witness.requests()).toEqual([]);
  expect((await runCli(project, ['status'])).stdout).toContain('Target musterverfahren-api is closed until 31 Dec 2099, 12:00:00: Umzug');
  const list = await runCli(project, ['list']);
  expect(list.stdout).toContain('waits until 31 Dec 2099, 12:00:00: Umzug');
  expect(list.stdout).not.toContain('\u001b');
  const id = /s-\w+/.exec(list.stdout)?.[0] ?? '';
  expect((await runCli(project, ['show', id])).stdout).toContain('waits until 31 Dec 2099, 12:00:00: Umzug');
  const retried = await runCli(project, ['retry', id]);
  expect(retried.stdout).toMatch(/Due now: .*\n.*: waits until 31 Dec 2099, 12:00:00: Umzug/);
  const listed = JSON.parse((await runCli(project, ['list', '--json'])).stdout) as { submissions: { deliveries: object[] }[] };
  expect(listed.submissions[0]?.deliveries[0]).toMatchObject({
    state: 'ready',
    attempts: 0,
    dueAt: until,
    waits: { until, code: 'AB_TARGET_CLOSED' },
  });
  const doctor = await runCli(project, ['doctor']);
  expect(doctor.stdout).toMatch(/✓ takes deliveries now {2}no, it is closed until 2099-12-31T11:00:00.000Z \(Umzug/);
  await configured('limits: { atOnce: 1 }');
  expect((await runCli(project, ['sync'])).code).toBe(0);
  expect(await witness.records()).toHaveLength(1);
});

test('runs that start right after each other share the budget of a target', async () => {
  const { project, witness } = await stage('limits: { perMinute: 2 }');
  await project.write('amtsbote.yaml', (await readFile(project.configFile, 'utf8')).replace('waitForUnknown: 30s', 'waitForUnknown: 0s'));
  for (let n = 0; n < 4; n += 1) await project.drop(`mehr-${n}.xml`, tradeMessage({ businessName: `Betrieb ${n}` }));
  for (let run = 0; run < 3; run += 1) expect((await runCli(project, ['sync'])).code).toBe(0);
  expect(await witness.records()).toHaveLength(2);
  const status = await runCli(project, ['status', '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({ deliveries: { ready: 3, delivered: 2 } });
});

test('a target that fails pauses from one run to the next, new deliveries wait for it, and a well doctor opens it', async () => {
  const { project, witness } = await stage('limits: { atOnce: 1 }\n    circuit: { failures: 2, first: 1h }');
  for (let n = 0; n < 2; n += 1) await project.drop(`mehr-${n}.xml`, tradeMessage({ businessName: `Betrieb ${n}` }));
  await witness.arm({ kind: 'http-500', match: { method: 'POST', path: '/api/token' } });
  expect((await runCli(project, ['sync'])).code).toBe(4);
  expect(await witness.requests()).toHaveLength(2);
  expect((await runCli(project, ['status'])).stdout).toMatch(/Target musterverfahren-api is paused until .*: AB_TARGET_BROKEN/);
  await project.drop('neu.xml', tradeMessage({ businessName: 'Betrieb neu' }));
  const waiting = await runCli(project, ['sync']);
  expect(waiting.code).toBe(4);
  expect(waiting.stdout).toMatch(/waits until .*: AB_TARGET_BROKEN/);
  expect(await witness.requests()).toHaveLength(2);
  await witness.arm();
  await runCli(project, ['doctor']);
  expect((await runCli(project, ['status'])).stdout).not.toContain('paused');
  const after = await runCli(project, ['sync']);
  expect(await witness.records()).not.toHaveLength(0);
  expect(after.stdout).not.toContain('AB_TARGET_BROKEN');
});
