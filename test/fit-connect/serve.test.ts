import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as runtime from '@amtsbote/sdk/runtime';
import { type FitConnect, readAnswer, type Sent, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { testCertificate, testKey } from '../../packages/sdk/src/http/certificate.test-support.ts';
import { type CliEnd, runCli } from '../support/cli.ts';
import { endOf, startCli } from '../support/cli-process.ts';
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
  service = await startService({ callbackRetryMs: [20], callbackCa: testCertificate });
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

type Health = Readonly<Record<string, unknown>>;

async function until(serving: Pick<ServiceRun, 'url'>, isSo: (health: Health) => boolean): Promise<Health> {
  for (;;) {
    const health = (await (await fetch(`${serving.url}/health`)).json()) as Health;
    if (isSo(health)) return health;
    await wait(5);
  }
}

/** What health says once nothing goes on. */
const idle = (serving: Pick<ServiceRun, 'url'>): Promise<Health> => until(serving, ({ nextRunAt }) => nextRunAt !== null);

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

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

test('a hundred callbacks during a run are answered at once and lead to one run behind it', async () => {
  let gate: Promise<void> = Promise.resolve();
  const loadRuntime = async (): Promise<typeof runtime> => ({
    ...runtime,
    openRuntime: async (options) => {
      const opened = await runtime.openRuntime(options);
      return { ...opened, sync: (wanted) => gate.then(() => opened.sync(wanted)) };
    },
  });
  running = await startServe(project, { deps: { loadRuntime } });
  await running.ran(1);
  await idle(running);
  const held = Promise.withResolvers<void>();
  gate = held.promise;
  const url = `${running.url}/callbacks/eingang`;
  expect((await call(url)).status).toBe(204);
  await until(running, ({ runningSince }) => runningSince !== null);
  const answers = await Promise.all(Array.from({ length: 100 }, () => call(url)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
  held.resolve();
  await running.ran(3);
  expect(await idle(running)).toMatchObject({ callbacks: { taken: 101, refused: 0 } });
  expect(running.lines().filter(({ schema }) => schema === 'amtsbote.sync.summary/1')).toHaveLength(3);
});

test('a callback by another secret, too old or changed starts nothing, and what it said is in no output', async () => {
  const serving = await started();
  await idle(serving);
  const url = `${serving.url}/callbacks/eingang`;
  const body = '{"marked":"GEHEIMNIS-7391"}';
  const stale = String(Math.floor(Date.now() / 1000) - 301);
  const staleMac = createHmac('sha512', secret).update(`${stale}.${body}`).digest('hex');
  const answers = [
    await call(url, body, { 'callback-authentication': 'f'.repeat(128) }),
    await call(url, body, { 'callback-timestamp': stale, 'callback-authentication': staleMac }),
    await fetch(url, { method: 'POST', body }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  expect(await idle(serving)).toMatchObject({ callbacks: { taken: 0, refused: 3 } });
  expect((await call(url, body)).status).toBe(204);
  await serving.ran(2);
  await idle(serving);
  expect(serving.said.stderr).toContain('3 callbacks were refused since the last run');
  expect(serving.said.stdout + serving.said.stderr + (await answers[0]?.text())).not.toContain('GEHEIMNIS');
});

test('the same callback played again leads to a look, and to nothing else', async () => {
  const serving = await started();
  service.arm({ kind: 'callback-repeated', times: 1 });
  await send('Bäckerei Wiederholt');
  await service.callbacksSettled();
  await serving.ran(2);
  await idle(serving);
  expect(await named('Bäckerei Wiederholt')).toBe(1);
});

test('the delivery service goes on calling until somebody listens', async () => {
  service.changeDestination(destination(), { callback: { url: 'http://127.0.0.1:1/callbacks/eingang', secret } });
  const before = service.witness.callbacks().length;
  const sent = await send('Bäckerei Geduld');
  await service.callbacksSettled();
  expect(service.witness.callbacks().slice(before).at(-1)?.status).toBe('failed');
  expect((await started()).said.stderr).toBe('');
  expect((await readAnswer(senderFor(service), sent)).state).toBe('accepted');
});

const requests: readonly (readonly [string, RequestInit, number])[] = [
  ['/', {}, 404],
  ['/callbacks/', { method: 'POST' }, 404],
  ['/callbacks/another', { method: 'POST' }, 404],
  ['/callbacks/eingang/', { method: 'POST' }, 404],
  ['/callbacks/../health', { method: 'POST' }, 405],
  ['/callbacks/eingang', { method: 'GET' }, 405],
  ['/callbacks/eingang', { method: 'PUT', body: '{}' }, 405],
  ['/health', { method: 'POST' }, 405],
  ['/health/live', { method: 'HEAD' }, 200],
  ['/callbacks/eingang', { method: 'POST', body: 'a'.repeat(256 * 1024 + 1) }, 413],
];

test('what nobody knows is not found, other methods are not allowed, and too much is not read', async () => {
  const { url } = await started();
  const answered: unknown[] = [];
  for (const [path, init] of requests) answered.push([path, init.method, (await fetch(`${url}${path}`, init)).status]);
  expect(answered).toEqual(requests.map(([path, { method }, status]) => [path, method, status]));
});

test('health names the last run and the next, and no portal, id or content', async () => {
  const serving = await started();
  await idle(serving);
  const health = await fetch(`${serving.url}/health`);
  expect([health.status, health.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(await health.json()).toEqual({
    schema: 'amtsbote.health/1',
    status: 'ok',
    ledger: 'reachable',
    runningSince: null,
    lastRun: { startedAt: expect.any(Number), endedAt: expect.any(Number), exitCode: 0 },
    nextRunAt: expect.any(Number),
    callbacks: { taken: 0, refused: 0 },
  });
});

test('each run reads the configuration anew: one that is broken fails and is told, and the next goes on; callbacks are heard all the while', async () => {
  const serving = await started();
  const config = await project.read('amtsbote.yaml');
  await project.write('amtsbote.yaml', config.replace('routes:', 'roots:'));
  const url = `${serving.url}/callbacks/eingang`;
  expect((await call(url)).status).toBe(204);
  await serving.ran(2);
  expect(serving.lines().at(-1)).toMatchObject({ schema: 'amtsbote.error/1', code: 'AB_CONFIG_INVALID' });
  expect(await idle(serving)).toMatchObject({ status: 'failing', lastRun: { exitCode: 2, code: 'AB_CONFIG_INVALID' } });
  await project.write('amtsbote.yaml', config);
  expect((await call(url)).status).toBe(204);
  await serving.ran(3);
  expect(await idle(serving)).toMatchObject({ status: 'ok', lastRun: { exitCode: 0 } });
});

test('runs of cron beside it do no harm: each submission becomes one record', async () => {
  const serving = await started();
  const names = Array.from({ length: 6 }, (_, index) => `Bäckerei Nebenher ${index}`);
  const beside: CliEnd[] = [];
  for (const name of names) {
    await send(name);
    void service.callbacksSettled();
    beside.push(await runCli(project, ['sync', '--json']));
  }
  await service.callbacksSettled();
  await idle(serving);
  expect(beside.map(({ code }) => code).filter((code) => code !== 0 && code !== 5)).toEqual([]);
  expect(await Promise.all(names.map(named))).toEqual(names.map(() => 1));
  const codes = serving.lines().flatMap(({ schema, exitCode }) => (schema === 'amtsbote.sync.summary/1' ? [exitCode] : []));
  expect(new Set(codes)).toEqual(new Set([0]));
});

test('told to stop while nothing goes on, it ends with 0; during a delivery, with 130 when that is finished', async () => {
  const first = await started();
  await idle(first);
  first.interrupt();
  expect(await first.ended).toMatchObject({ code: 0 });
  await expect(fetch(`${first.url}/health`)).rejects.toThrow('fetch failed');

  const second = await started();
  await target.arm({ kind: 'latency', when: 'after', ms: 300, match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, times: 1 });
  await send('Bäckerei Feierabend');
  await service.callbacksSettled();
  while ((await named('Bäckerei Feierabend')) === 0) await wait(10);
  second.interrupt();
  expect((await second.ended).code).toBe(130);
  expect(second.lines().at(-1)).toMatchObject({ interrupted: true, submissions: [{ deliveries: [{ state: 'delivered' }] }] });
  expect(await runCli(project, ['sync'])).toMatchObject({ code: 0 });
  expect(await named('Bäckerei Feierabend')).toBe(1);
});

test('a port that is taken, and a certificate that is none, are faults of the configuration', async () => {
  const serving = await started();
  const { code, stderr } = await runCli(project, ['serve', '--port', new URL(serving.url).port]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Something else listens at 127.0.0.1')]);
  const config = await project.read('amtsbote.yaml');
  await project.write('amtsbote.yaml', `${config}\nserve: { tls: { certificate: amtsbote.yaml, key: amtsbote.yaml } }\n`);
  expect(await runCli(project, ['serve', '--port', '0'])).toMatchObject({ code: 2, stderr: expect.stringContaining('`serve.tls`') });
});

test('by HTTPS, with a certificate of its own, the same', async () => {
  const config = await project.read('amtsbote.yaml');
  await project.write('amtsbote.yaml', `${config}\nserve: { tls: { certificate: tls/certificate.pem, key: tls/key.pem } }\n`);
  await project.write('tls/certificate.pem', testCertificate);
  await project.write('tls/key.pem', testKey);
  const serving = await started();
  expect(serving.url).toMatch(/^https:/);
  const sent = await send('Bäckerei Schloss');
  await service.callbacksSettled();
  await serving.ran(2);
  expect((await readAnswer(senderFor(service), sent)).state).toBe('accepted');
});

test('run after run leaves nothing behind: neither memory nor anything open', async () => {
  const serving = await started();
  const url = `${serving.url}/callbacks/eingang`;
  let runs = 1;
  const runMore = async (count: number): Promise<{ readonly bytes: number; readonly open: number }> => {
    for (let times = 0; times < count; times += 1) {
      await idle(serving);
      await (await call(url)).text();
      await serving.ran((runs += 1));
    }
    await idle(serving);
    collectGarbage();
    return { bytes: process.memoryUsage().heapUsed, open: process.getActiveResourcesInfo().length };
  };
  const before = await runMore(10);
  const after = await runMore(20);
  expect(after.bytes - before.bytes).toBeLessThan(1_000_000);
  expect(after.open).toBeLessThanOrEqual(before.open + 2);
});

test.skipIf(process.platform === 'win32')(
  'as a process of its own it ends at SIGTERM, with 0 and without a word on standard error but one',
  async () => {
    const child = startCli(project, ['serve', '--json', '--port', '0']);
    const ended = endOf(child);
    let stdout = '';
    child.stdout.on('data', (text: string) => (stdout += text));
    while (!stdout.includes('"amtsbote.sync.summary/1"')) await wait(10);
    const { url } = JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as { readonly url: string };
    await idle({ url });
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: 'Stopping: the delivery at hand is finished. Once more stops at once.\n' });
  },
);
