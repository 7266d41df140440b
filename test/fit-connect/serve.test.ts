import { createHmac } from 'node:crypto';
import { type FitConnect, readAnswer, type Sent, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { tradeMessage } from '../support/messages.ts';
import type { Project } from '../support/project.ts';
import { type ServiceRun, startServe } from '../support/serve.ts';
import { startWitness, type Witness } from '../support/witness.ts';
import { startService } from './bench.ts';
import { fitProject } from './fit-project.ts';

const secret = 'what the service and we know';
let service: FitConnect;
let target: Witness;
let project: Project;
let running: ServiceRun | undefined;
beforeAll(async () => {
  service = await startService({ callbackRetryMs: [20] });
  target = await startWitness();
});
beforeEach(async () => {
  const plain = await fitProject(service, target.url);
  const config = (await plain.read('amtsbote.yaml')).replace(
    '      minimumKeyBits',
    '      callbackSecret: secret:fit-callback\n      minimumKeyBits',
  );
  await plain.write('amtsbote.yaml', config);
  project = { ...plain, env: { ...plain.env, AMTSBOTE_SECRET_FIT_CALLBACK: secret } };
});
afterEach(async () => {
  running?.interrupt();
  await running?.ended;
  running = undefined;
  service.disarm();
  await project.remove();
});
afterAll(async () => {
  await service.close();
  await target.close();
});

/** The service is running, its first run is over, and the delivery service calls it. */
async function started(): Promise<ServiceRun> {
  running = await startServe(project);
  await running.ran(1);
  service.changeDestination(destination(), { callback: { url: `${running.url}/callbacks/eingang`, secret } });
  return running;
}

const destination = (): string => service.destinations[0]?.destinationId ?? '';
const send = (name: string): Promise<Sent> =>
  sendSubmission(senderFor(service), {
    destinationId: destination(),
    data: { bytes: Buffer.from(tradeMessage({ businessName: name })), mimeType: 'application/xml' },
  });
const named = async (name: string): Promise<number> =>
  (await target.records()).filter((record) => JSON.stringify(record).includes(name)).length;

function call(url: string, body = '{}', headers: Record<string, string> = {}): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha512', secret).update(`${timestamp}.${body}`).digest('hex');
  return fetch(url, { method: 'POST', body, headers: { 'callback-timestamp': timestamp, 'callback-authentication': mac, ...headers } });
}

test('a submission goes from its sender by callback into the application and back, without waiting for the schedule', async () => {
  const serving = await started();
  const sent = await send('Bäckerei Zuruf');
  await service.callbacksSettled();
  await serving.ran(2);
  expect(await named('Bäckerei Zuruf')).toBe(1);
  expect((await readAnswer(senderFor(service), sent)).state).toBe('accepted');
  expect(service.witness.callbacks().map(({ status }) => status)).toContain(204);
});
