import { once } from 'node:events';
import { request } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer } from './answer.ts';
import type { CallbackEnd } from './callback-desk.ts';
import { healthOf } from './health.ts';
import { type Listener, listen } from './listener.ts';

let listener: Listener;
let verdict: CallbackEnd;
let order: string[];
beforeEach(async () => {
  verdict = 'refused';
  order = [];
  listener = await listen({ host: '127.0.0.1', port: 0, everyMs: 1000 }, (incoming, response) => {
    response.once('finish', () => order.push('answered'));
    answer(incoming, response, {
      health: async () => healthOf({ isLedgerReachable: true, callbacks: { taken: 0, refused: 0 } }),
      isHeard: (portal) => portal === 'fit',
      verify: async () => verdict,
      wanted: () => void order.push('wanted'),
    }).catch(() => response.destroy());
  });
});
afterEach(() => listener.close());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What comes back, as raw as the request is; 0 when the connection ends without an answer. */
async function send({ method, path, headers = {}, body }: Sent): Promise<number> {
  const asked = request(listener.url, { method, path, headers, agent: false, setHost: false });
  const answered = once(asked, 'response') as Promise<[{ readonly statusCode: number; resume(): void }]>;
  asked.end(body);
  try {
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  } catch {
    return 0;
  }
}

test('a callback that is proved is answered first, and then a run is wanted', async () => {
  verdict = 'poll';
  expect(await send({ method: 'POST', path: '/callbacks/fit?x=1', headers: { host: 'a' } })).toBe(204);
  await expect.poll(() => order).toEqual(['answered', 'wanted']);
});

test('one that cannot be verified now is asked for again later', async () => {
  verdict = 'later';
  expect(await send({ method: 'POST', path: '/callbacks/fit', headers: { host: 'a' } })).toBe(503);
});

test('whatever strangers send, nothing is wanted, and only health has something to say', async () => {
  const part = fc.constantFrom('/', 'callbacks', 'fit', 'health', 'live', '..', '%2e', '\\', ';', '?', '#', '*', 'ü');
  const path = fc.oneof(
    fc.array(part, { maxLength: 6 }).map((parts) => `/${encodeURI(parts.join(''))}`),
    fc.constant('/callbacks/fit'),
  );
  const headers = fc.dictionary(fc.stringMatching(/^[a-z-]{1,20}$/), fc.stringMatching(/^[ -~]{0,50}$/), { maxKeys: 5 });
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE');
  await fc.assert(
    fc.asyncProperty(method, path, headers, async (verb, to, names) => {
      const { 'content-length': _length, 'transfer-encoding': _coding, ...harmless } = names;
      const body = verb === 'POST' || verb === 'PUT' || verb === 'PATCH' ? Buffer.from('{"x":1}') : undefined;
      const status = await send({ method: verb, path: to, headers: { ...harmless, host: 'a' }, ...(body !== undefined && { body }) });
      const isHealth = /^\/health(\/live|\/ready)?(\?|$)/.test(to) && (verb === 'GET' || verb === 'HEAD');
      expect(status < 300 && status > 0).toBe(isHealth);
      expect(order).not.toContain('wanted');
    }),
    { numRuns: 150 },
  );
});
