import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { testCertificate, testKey } from '../../../../sdk/src/http/certificate.test-support.ts';
import { readBody } from './read-body.ts';
import { type Listener, listen, type Patience } from './listener.ts';

const impatient: Patience = { headersMs: 120, requestMs: 240, checkMs: 20 };
let listener: Listener | undefined;
let folder: string | undefined;
afterEach(async () => {
  await listener?.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = undefined;
});

async function start(patience?: Patience): Promise<Listener> {
  listener = await listen(
    { host: '127.0.0.1', port: 0, everyMs: 1000 },
    (incoming, response) => {
      readBody(incoming, 1000).then(
        (body) => response.end(String(body?.length)),
        () => response.destroy(),
      );
    },
    patience,
  );
  return listener;
}

/** Sends pieces with a wait in front of each, and returns what came back until the connection ended. */
async function slowly(url: string, pieces: readonly string[], everyMs: number): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('error', () => undefined).on('data', (data) => (answer += data.toString()));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let next = 0;
  const timer = setInterval(() => {
    const piece = pieces[next];
    if (piece !== undefined && socket.writable) socket.write(piece);
    next += 1;
  }, everyMs);
  await closed;
  clearInterval(timer);
  return answer;
}

test.each<readonly [string, readonly string[]]>([
  ['nothing at all', []],
  ['its headers byte by byte', [...'POST / HTTP/1.1\r\nHost: a\r\nX-Padding: aaaaaaaaaaaaaaaaaaaaaaa']],
  ['its body byte by byte', ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n', ...'a'.repeat(200)]],
])('who sends %s loses the connection', async (_, pieces) => {
  const { url } = await start(impatient);
  const startedAt = performance.now();
  expect(await slowly(url, pieces, 15)).not.toContain('200 OK');
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('a quick request is answered by the same listener', async () => {
  const { url } = await start(impatient);
  expect(await (await fetch(url, { method: 'POST', body: 'four' })).text()).toBe('4');
});

test('it is closed at once while a connection is kept alive, and twice is as good', async () => {
  const { url, close } = await start();
  await (await fetch(url, { method: 'POST', body: 'a' })).text();
  const startedAt = performance.now();
  await Promise.all([close(), close()]);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test('by TLS, with a certificate that is read again; one that cannot be read leaves the one before', async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-tls-'));
  const tls = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  await writeFile(tls.certificate, testCertificate);
  await writeFile(tls.key, testKey);
  listener = await listen({ host: '127.0.0.1', port: 0, everyMs: 1000, tls }, (_, response) => response.end('safe'));
  expect(listener.url).toMatch(/^https:/);
  const get = async (): Promise<string> => {
    const asked = request(listener?.url ?? '', { ca: testCertificate, agent: false }).end();
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    return text(answer);
  };
  expect(await get()).toBe('safe');
  expect(await listener.renewCertificate()).toBe(true);
  await writeFile(tls.key, 'nonsense');
  expect([await listener.renewCertificate(), await get()]).toEqual([false, 'safe']);
});
