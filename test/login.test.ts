import { expect, onTestFinished, test } from 'vitest';
import { dogMessage } from './support/messages.ts';
import { makeProject } from './support/project.ts';
import { startWitness, type Witness } from './support/witness.ts';
import type { Runtime } from '@amtsbote/sdk/runtime';

async function stage(env: Record<string, string> = {}): Promise<{ witness: Witness; runtime: Runtime }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  await project.drop('hund.xml', dogMessage());
  const runtime = await project.open({ env: { ...project.env, ...env } });
  onTestFinished(async () => {
    await runtime.close();
    await witness.close();
    await project.remove();
  });
  return { witness, runtime };
}

const login = { method: 'POST', path: '/anmelden' };

test('a login that the application answers with a fault of its own is tried again and pauses nothing', async () => {
  const { witness, runtime } = await stage();
  await witness.arm({ kind: 'http-500', match: login, times: 1 });
  const started = performance.now();
  const { submissions } = await runtime.sync();
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(submissions).toMatchObject([{ deliveries: [{ state: 'ready', findings: [{ code: 'AB_TARGET_BROKEN' }] }] }]);
  expect((await runtime.status()).pauses).toEqual([]);
  await runtime.retry(submissions[0]!.id);
  expect((await runtime.sync()).submissions).toMatchObject([{ state: 'accepted' }]);
  expect(await witness.records()).toHaveLength(1);
});

test('a refused login pauses the target at once: one try, so that the account is not locked', async () => {
  const { witness, runtime } = await stage({ AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: 'falsch' });
  for (let run = 0; run < 3; run += 1) await runtime.sync();
  expect(await runtime.list()).toMatchObject([{ deliveries: [{ state: 'ready', findings: [{ code: 'AB_LOGIN_FAILED' }] }] }]);
  expect((await runtime.status()).pauses).toMatchObject([{ code: 'AB_LOGIN_FAILED' }]);
  expect(await witness.requests()).toHaveLength(1);
});
