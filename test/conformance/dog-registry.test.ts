import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { targetConformance } from '@amtsbote/sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connector } from './dog-registry.ts';
import { runnable } from './musterverfahren.ts';

interface Dog {
  readonly id: string;
  readonly externalKey: string;
  readonly [field: string]: string;
}

const dogs: Dog[] = [];
let fault: 'cut before' | 'cut after' | 'fault' | undefined;
const server = createServer((request, response) => void serve(request, response));

beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise<void>((done) => void server.close(() => done())));

const suite = targetConformance({
  open: (services) => connector.open({ ...services, options: { url: `http://127.0.0.1:${port()}` } }),
  recordType: 'dog-registration',
  record: { keeper: 'Müller-Lüdenscheidt', breed: 'Rauhaardackel' },
  textFields: ['keeper'],
  declares: { find: 'authoritative', idempotencyKey: false },
  witness: {
    records: async (key) => dogs.filter(({ externalKey }) => externalKey === key).map((dog) => ({ reference: dog.id, fields: dog })),
    count: async () => dogs.length,
  },
  inject: {
    cutBeforeSaving: async () => void (fault = 'cut before'),
    cutAfterSaving: async () => void (fault = 'cut after'),
    serverError: async () => void (fault = 'fault'),
    rejection: async (record) => ({ ...record, breed: '' }),
    clear: async () => void (fault = undefined),
  },
});

test.each(runnable(suite))('the target of the guide: %s', (_name, run) => expect(run()).resolves.toBeUndefined());

test('the guide shows this target and this suite as they are', async () => {
  const guide = await readFile(resolve(import.meta.dirname, '../../docs/guides/writing-a-connector.md'), 'utf8');
  expect(guide).toContain(await readFile(resolve(import.meta.dirname, 'dog-registry.ts'), 'utf8'));
  const own = await readFile(import.meta.filename, 'utf8');
  expect(guide).toContain(/^const suite = [^]*?^\}\);\n/m.exec(own)?.[0]);
});

function port(): number {
  return (server.address() as AddressInfo).port;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const answer = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (pathname === '/health') return answer(200, {});
  if (request.method === 'GET')
    return answer(
      200,
      dogs.filter(({ externalKey }) => externalKey === searchParams.get('externalKey')),
    );
  if (fault === 'cut before') return void request.socket.destroy();
  if (fault === 'fault') return answer(500, {});
  const dog = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Dog, 'id'>;
  if (dog['breed'] === '') return answer(422, {});
  const saved = { ...dog, id: `D-${dogs.length + 1}` } as Dog;
  dogs.push(saved);
  if (fault === 'cut after') return void request.socket.destroy();
  answer(201, saved);
}
