import { createHmac } from 'node:crypto';
import { readFileSync, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callbackMac } from './crypto/callback-mac.ts';
import { demoDestinationId, startFitConnect, type FitConnect } from './index.ts';
import { Portal } from './portal.test-support.ts';
import { Receiver } from './receiver.test-support.ts';

const secret = 'a secret for callbacks';
let service: FitConnect;
let server: Server;
let taken: { timestamp: string; mac: string; body: string }[];
let answers: number[];

beforeEach(async () => {
  taken = [];
  answers = [];
  server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { headers } = incoming;
      const body = Buffer.concat(chunks).toString();
      taken.push({ timestamp: String(headers['callback-timestamp']), mac: String(headers['callback-authentication']), body });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  service = await startFitConnect({ keyBits: 2048, callbackRetryMs: [1000, 5000], clock: () => Date.UTC(2026, 5, 1) });
  service.changeDestination(demoDestinationId, { callback: { url: url(), secret } });
});
afterEach(async () => {
  await service.close();
  server.close();
});

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
const macOf = ({ timestamp, body }: { timestamp: string; body: string }): string =>
  createHmac('sha512', secret).update(`${timestamp}.${body}`).digest('hex');

const corpus = join(process.env['AMTSBOTE_CORPUS'] ?? '', 'fit-connect', 'callback-hmac-vectors.json');

test.skipIf(!existsSync(corpus))('the official vectors have the official codes', () => {
  const { secret: key, vectors } = JSON.parse(readFileSync(corpus, 'utf8')) as {
    secret: string;
    vectors: { timestamp: string; rawBody: string; callbackAuthentication: string }[];
  };
  expect(vectors.map(({ timestamp, rawBody }) => callbackMac(key, timestamp, rawBody))).toEqual(
    vectors.map(({ callbackAuthentication }) => callbackAuthentication),
  );
  expect(vectors.length).toBeGreaterThan(1);
});

test('a receiver is told of a submission, once, with the code of its secret', async () => {
  const { submissionId, caseId } = await new Portal(service).submit();
  await service.callbacksSettled();
  await service.clock.advance(60_000);
  expect(taken).toHaveLength(1);
  expect(JSON.parse(taken[0]!.body)).toEqual({
    type: 'https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions',
    submissionIds: [submissionId],
    submissions: [{ destinationId: demoDestinationId, submissionId, caseId }],
  });
  expect(taken[0]!.mac).toBe(macOf(taken[0]!));
});

test('a callback is repeated until it is taken, each time with its own time', async () => {
  answers = [500, 302];
  await new Portal(service).submit();
  await service.callbacksSettled();
  await service.clock.advance(999);
  expect(taken).toHaveLength(1);
  await service.clock.advance(1);
  await service.clock.advance(5000);
  expect(taken).toHaveLength(3);
  expect(new Set(taken.map(({ timestamp }) => timestamp)).size).toBeGreaterThan(1);
  expect(taken.every((entry) => entry.mac === macOf(entry))).toBe(true);
  expect(service.witness.callbacks().map(({ status, attempt }) => [status, attempt])).toEqual([
    [500, 1],
    [302, 2],
    [204, 3],
  ]);
});

test('a sender is told of answers, and both sides of what the service does by itself', async () => {
  const portal = new Portal(service);
  const callback = { url: url(), secret };
  const announced = (await (await portal.announce({ callback })).json()) as { submissionId: string; caseId: string };
  await portal.finalise(announced.submissionId);
  const receiver = new Receiver(service);
  await receiver.reject(await receiver.fetch(announced.submissionId));
  await service.callbacksSettled();
  const types = (): string[] => taken.map(({ body }) => String((JSON.parse(body) as { type: string }).type.split('/').at(-1)));
  expect(types()).toEqual(['new-submissions', 'new-events']);
  await service.clock.advance(21 * 86_400_000);
  expect(types()).toEqual(['new-submissions', 'new-events', 'new-events', 'new-events']);
});

test.each([
  ['callback-wrong-mac', 1, false, true],
  ['callback-stale', 1, true, false],
  ['callback-repeated', 2, true, true],
  ['callback-dropped', 0, true, true],
  ['callback-unknown-type', 1, true, true],
  ['callback-foreign-ids', 1, true, true],
] as const)('%s arrives %i times, authentic: %s, fresh: %s', async (kind, times, authentic, fresh) => {
  service.arm({ kind, times: 1 });
  const { submissionId } = await new Portal(service).submit();
  await service.callbacksSettled();
  expect(taken).toHaveLength(times);
  const now = service.clock.now() / 1000;
  expect(taken.every((entry) => (entry.mac === macOf(entry)) === authentic)).toBe(true);
  expect(taken.every(({ timestamp }) => now - Number(timestamp) < 300 === fresh)).toBe(true);
  const plain = kind === 'callback-unknown-type' || kind === 'callback-foreign-ids' ? 0 : times;
  const shape = `new-submissions","submissionIds":["${submissionId}"]`;
  expect(taken.filter(({ body }) => body.includes(shape))).toHaveLength(plain);
});
