import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { testCertificate, testKey } from './certificate.test-support.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions, type HttpRequest } from './client.ts';
import { testServer } from './server.test-support.ts';

const secrets = { get: async (name: string) => `value-of-${name.replace('secret:', '')}` };
const clock = { now: () => Date.now(), sleep: async () => undefined };
const token = { token: { path: '/token', clientId: 'secret:id', clientSecret: 'secret:pw' } };

function client(baseUrl: string, options: Partial<HttpClientOptions> = {}): HttpClient {
  const made = createHttpClient({ baseUrl, secrets, clock, ...options });
  onTestFinished(() => made.close());
  return made;
}

async function errorOf(http: HttpClient, request: HttpRequest): Promise<{ name: string; code: string; message: string }> {
  const error: unknown = await http.request(request).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isAmtsboteError(error)) throw new Error(`no error of ours: ${String(error)}`);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/Geheim|value-of|Bearer|axios/i);
  return error;
}

const create: HttpRequest = {
  method: 'POST',
  path: '/records?key=Geheim',
  headers: { 'x-api-key': 'Geheim' },
  body: { json: { name: 'Geheim' } },
};
const read: HttpRequest = {
  method: 'GET',
  path: '/records/Geheim',
  template: '/records/{id}',
  query: { name: 'Geheim' },
};

test('JSON arrives byte for byte and its answer is read', async () => {
  const { url, seen } = await testServer((_, response) => {
    response.writeHead(201, { location: '/records/7' }).end('{"id":"0500"}');
  });
  const answer = await client(`${url}/api`).request({
    method: 'POST',
    path: '/records',
    headers: { 'Idempotency-Key': 'AB-1' },
    body: { json: { name: 'Müller-Lüdenscheidt ẞ O’Neill' } },
  });
  expect([answer.status, answer.json(), answer.headers['location']]).toEqual([201, { id: '0500' }, '/records/7']);
  expect(seen[0]?.url).toBe('/api/records');
  expect(seen[0]?.body.toString()).toBe('{"name":"Müller-Lüdenscheidt ẞ O’Neill"}');
  expect(seen[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'idempotency-key': 'AB-1',
    'user-agent': 'Amtsbote',
  });
});

test('a redirect is an answer: it is never followed, and for a create its outcome is unknown', async () => {
  const other = await testServer((_, response) => response.end());
  const { url } = await testServer((_, response) => response.writeHead(307, { location: `${other.url}/x` }).end());
  expect((await errorOf(client(url), create)).name).toBe('OutcomeUnknown');
  expect((await client(url).request({ ...create, expect: [307] })).headers['location']).toBe(`${other.url}/x`);
  expect(other.seen).toHaveLength(0);
});

test('no proxy of the environment is used', async () => {
  const { url, seen } = await testServer((_, response) => response.end('{}'));
  const before = process.env['http_proxy'];
  process.env['http_proxy'] = 'http://127.0.0.1:1';
  onTestFinished(() => {
    if (before === undefined) delete process.env['http_proxy'];
    else process.env['http_proxy'] = before;
  });
  await client(url).request(read);
  expect(seen).toHaveLength(1);
});

test('a refused connection proves that nothing was sent', async () => {
  const { url, server } = await testServer((_, response) => response.end());
  await new Promise((closed) => server.close(closed));
  const error = await errorOf(client(url), create);
  expect([error.name, error.code]).toEqual(['NotDelivered', 'AB_TARGET_UNREACHABLE']);
  expect(error.message).toBe(`POST ${new URL(url).host}/records: ECONNREFUSED before anything was sent`);
});

test('a host name without an address proves that nothing was sent', async () => {
  const error = await errorOf(client('https://amtsbote.invalid'), create);
  expect([error.name, error.code]).toEqual(['NotDelivered', 'AB_TARGET_UNREACHABLE']);
});

test('a failed TLS handshake proves that nothing was sent', async () => {
  const { url, seen } = await testServer((_, response) => response.end());
  const error = await errorOf(client(url.replace('http:', 'https:')), create);
  expect([error.name, seen.length]).toEqual(['NotDelivered', 0]);
});

test('a run that was interrupted before the connection sent nothing', async () => {
  const { url, seen } = await testServer((_, response) => response.end());
  const error = await errorOf(client(url), { ...create, signal: AbortSignal.abort() });
  expect([error.name, error.code, seen.length]).toEqual(['NotDelivered', 'AB_INTERRUPTED', 0]);
});

test.each([
  ['before an answer', 'POST' as const, 'OutcomeUnknown'],
  ['in the head', 'POST' as const, 'OutcomeUnknown'],
  ['in the body', 'POST' as const, 'OutcomeUnknown'],
  ['before an answer', 'GET' as const, 'NotDelivered'],
  ['in the body', 'GET' as const, 'NotDelivered'],
])('a cut %s of a %s is %s, and nothing is sent twice', async (where, method, family) => {
  const { url, seen } = await testServer((_, response) => {
    if (where === 'in the head') response.socket?.write('HTTP/1.1 201 Crea');
    if (where === 'in the body') response.writeHead(201, { 'content-length': 50 }).write('{"id":');
    setTimeout(() => response.socket?.destroy(), 20);
  });
  expect((await errorOf(client(url), method === 'POST' ? create : read)).name).toBe(family);
  expect(seen).toHaveLength(1);
});

test('a time-out after sending is unknown for a create and harmless for a read', async () => {
  const { url } = await testServer(() => undefined);
  const http = client(url, { timeoutMs: 100 });
  expect(await errorOf(http, create)).toMatchObject({
    name: 'OutcomeUnknown',
    message: expect.stringContaining('timed out'),
  });
  expect((await errorOf(http, read)).name).toBe('NotDelivered');
});

test('an interruption after sending is unknown', async () => {
  const abort = new AbortController();
  const { url } = await testServer(() => abort.abort());
  expect((await errorOf(client(url), { ...create, signal: abort.signal })).code).toBe('AB_OUTCOME_UNKNOWN');
});

test('a server that never takes the connection sends nothing: the time-out is harmless', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((listening) => {
    silent.listen(0, '127.0.0.1', listening);
  });
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  const http = client(`https://127.0.0.1:${port}`, { timeoutMs: 100 });
  expect((await errorOf(http, create)).message).toContain('timed out before anything was sent');
});

test('an answer that is too large is not read to its end', async () => {
  const { url } = await testServer((_, response) => response.end(Buffer.alloc(200_000)));
  const http = client(url, { maxResponseBytes: 100_000 });
  expect((await errorOf(http, create)).name).toBe('OutcomeUnknown');
  expect((await errorOf(http, read)).name).toBe('NotDelivered');
});

test('a body that is no JSON leaves a create unknown and does not quote it', async () => {
  const { url } = await testServer((_, response) => response.writeHead(201).end('{"name": Geheim'));
  const answer = await client(url).request(create);
  expect(() => answer.json()).toThrow(expect.objectContaining({ code: 'AB_OUTCOME_UNKNOWN' }));
  expect(() => answer.json()).not.toThrow(/Geheim/);
});

test('429 says how long to wait', async () => {
  const { url } = await testServer((_, response) => response.writeHead(429, { 'retry-after': '7' }).end());
  expect(await errorOf(client(url), create)).toMatchObject({ name: 'Throttled', retryAfterMs: 7000 });
});

test('a token is fetched once for all, and renewed once when it is refused', async () => {
  let valid = 't1';
  const { url, seen } = await testServer((request, response) => {
    if (request.url === '/token') response.end(JSON.stringify({ access_token: valid, expires_in: 3600 }));
    else response.writeHead(request.headers.authorization === `Bearer ${valid}` ? 200 : 401).end('{}');
  });
  const http = client(url, { auth: token });
  await Promise.all([http.login(), http.request(read), http.request(read)]);
  expect(seen.filter((request) => request.url === '/token')).toHaveLength(1);
  expect(seen[0]?.body.toString()).toBe('grant_type=client_credentials&client_id=value-of-id&client_secret=value-of-pw');
  valid = 't2';
  expect((await http.request(create)).status).toBe(200);
  expect(seen.filter((request) => request.url === '/token')).toHaveLength(2);
  expect(seen.filter((request) => request.method === 'POST' && request.url.startsWith('/records'))).toHaveLength(2);
});

test('a token that stays refused ends after one renewal', async () => {
  const { url, seen } = await testServer((request, response) => {
    if (request.url === '/token') response.end('{"access_token":"t","expires_in":3600}');
    else response.writeHead(401).end();
  });
  expect((await errorOf(client(url, { auth: token }), create)).name).toBe('LoginFailed');
  expect(seen.map((request) => request.url.split('?')[0])).toEqual(['/token', '/records', '/token', '/records']);
});

test('a refused login is tried once for all who wait, and nothing is sent', async () => {
  const { url, seen } = await testServer((_, response) => response.writeHead(400).end('{"error":"invalid_client"}'));
  const http = client(url, { auth: token });
  const errors = await Promise.all([errorOf(http, create), errorOf(http, create), errorOf(http, read)]);
  expect(errors.map((error) => error.name)).toEqual(['LoginFailed', 'LoginFailed', 'LoginFailed']);
  expect(seen.map((request) => request.url)).toEqual(['/token']);
});

test('a token is renewed a minute before it expires', async () => {
  let now = 0;
  const { url, seen } = await testServer((_, response) => response.end('{"access_token":"t","expires_in":600}'));
  const http = client(url, { auth: token, clock: { ...clock, now: () => now } });
  await http.login();
  now = 539_000;
  await http.login();
  expect(seen).toHaveLength(1);
  now = 540_000;
  await http.login();
  expect(seen).toHaveLength(2);
});

test('basic and header secrets are sent', async () => {
  const { url, seen } = await testServer((_, response) => response.end());
  await client(url, { auth: { basic: { user: 'amt', password: 'secret:pw' } } }).request(read);
  await client(url, { auth: { header: { name: 'X-Api-Key', secret: 'secret:key' } } }).request(read);
  expect(seen[0]?.headers.authorization).toBe(`Basic ${btoa('amt:value-of-pw')}`);
  expect(seen[1]?.headers['x-api-key']).toBe('value-of-key');
});

test('a multipart body carries files byte for byte, and no name breaks out of its header', async () => {
  const { url, seen } = await testServer((_, response) => response.end());
  const bytes = Buffer.from([0, 13, 10, 45, 45, 255]);
  const fileName = 'Bögen"\r\nX: y.pdf';
  await client(url).request({
    method: 'POST',
    path: '/upload',
    body: {
      multipart: [
        { field: 'record', json: { a: 'ß' } },
        { field: 'file', fileName, mediaType: 'application/pdf', bytes },
      ],
    },
  });
  const request = seen[0];
  const form = await new Response(new Uint8Array(request?.body ?? []), {
    headers: { 'content-type': request?.headers['content-type'] ?? '' },
  }).formData();
  const file = form.get('file') as File;
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  expect(file.name).toBe(fileName);
  expect(form.get('record')).toBe('{"a":"ß"}');
});

test('a certificate is trusted only through the configured authority, and ours is shown', async () => {
  const shown: string[] = [];
  const server = createTlsServer(
    { cert: testCertificate, key: testKey, ca: testCertificate, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      shown.push((request.socket as TLSSocket).getPeerCertificate().subject.CN as string);
      response.end('{}');
    },
  );
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const baseDirectory = await mkdtemp(join(tmpdir(), 'amtsbote-tls-'));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await rm(baseDirectory, { recursive: true });
  });
  await writeFile(join(baseDirectory, 'ca.pem'), testCertificate);
  const { port } = server.address() as { port: number };
  const url = `https://127.0.0.1:${port}`;
  const pems: Record<string, string> = { 'secret:cert': testCertificate, 'secret:key': testKey };
  const own = { cert: 'secret:cert', key: 'secret:key' };
  const reader = { get: async (name: string) => pems[name] ?? '' };

  expect((await errorOf(client(url, { secrets: reader, tls: own }), create)).name).toBe('NotDelivered');
  expect((await errorOf(client(url, { tls: { ca: 'none.pem' } }), create)).code).toBe('AB_CONFIG_INVALID');
  await client(url, { secrets: reader, baseDirectory, tls: { ca: 'ca.pem', ...own } }).request(create);
  expect(shown).toEqual(['amtsbote test']);
});

test('a download is read as it comes, larger than an answer may be, and waits only as long as nothing comes', async () => {
  const { url } = await testServer((_, response) => {
    response.writeHead(200);
    for (let part = 0; part < 8; part += 1) setTimeout(() => response.write(Buffer.alloc(10_000, part)), part * 180);
    setTimeout(() => response.end(), 1440);
  });
  const sizes: number[] = [];
  const total = await client(url, { maxResponseBytes: 1000 }).download({ ...read, timeoutMs: 1200 }, async (body) => {
    for await (const chunk of body) sizes.push(chunk.length);
    return sizes.reduce((sum, size) => sum + size, 0);
  });
  expect(total).toBe(80_000);
  expect(sizes.length).toBeGreaterThan(2);
});

test.each([
  ['refused', { status: 404, declared: 5 }, 'NotDelivered', 'HTTP 404'],
  ['asked for later', { status: 429, declared: 5 }, 'Throttled', 'HTTP 429'],
  ['cut off', { status: 200, declared: 500 }, 'NotDelivered', 'the answer was cut off'],
])('a download that is %s fails as a request does', async (_what, { status, declared }, name, reason) => {
  const { url } = await testServer((_, response) => {
    response.writeHead(status, { 'content-length': declared }).write('12345');
    setTimeout(() => (declared > 5 ? response.destroy() : response.end()), 20);
  });
  const error: unknown = await client(url)
    .download(read, async (body) => {
      for await (const _chunk of body);
    })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name, message: `GET ${new URL(url).host}/records/{id}: ${reason}` });
});

test('a download that stands still is given up', async () => {
  const { url } = await testServer((_, response) => void response.writeHead(200).write('1'));
  const error: unknown = await client(url)
    .download({ ...read, timeoutMs: 60 }, async (body) => {
      for await (const _chunk of body);
    })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'NotDelivered' });
});
