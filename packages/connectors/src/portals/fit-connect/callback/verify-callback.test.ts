import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallbackVerdict } from '@amtsbote/sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardNames } from '../names.ts';
import { type CallbackVerifying, verifyCallback } from './verify-callback.ts';

const secret = 'a secret that two know';
const nowSeconds = 1_780_000_000;
const body = Buffer.from('{"type":"new-submissions"}');
const macOf = (timestamp: string, content: Uint8Array, by = secret): string =>
  createHmac('sha512', by)
    .update(Buffer.concat([Buffer.from(`${timestamp}.`), content]))
    .digest('hex');

interface Changes extends Partial<CallbackVerifying> {
  readonly timestamp?: string;
  readonly mac?: string | readonly string[];
  readonly body?: Uint8Array;
}

function verdict({ timestamp = String(nowSeconds), mac, body: sent = body, ...changes }: Changes = {}): Promise<CallbackVerdict> {
  const headers = { 'callback-timestamp': timestamp, 'callback-authentication': mac ?? macOf(timestamp, body) };
  return verifyCallback(
    { headers, body: sent },
    {
      secrets: ['secret:callback'],
      read: { get: async () => secret },
      names: standardNames,
      windowSeconds: 300,
      now: nowSeconds * 1000,
      ...changes,
    },
  );
}

const vectorFile = join(process.env['AMTSBOTE_CORPUS'] ?? '', 'fit-connect', 'callback-hmac-vectors.json');

test.skipIf(!existsSync(vectorFile))('the official vectors are taken within their five minutes, and not a second later', async () => {
  const { secret: key, vectors } = JSON.parse(readFileSync(vectorFile, 'utf8')) as {
    readonly secret: string;
    readonly vectors: readonly { readonly timestamp: string; readonly rawBody: string; readonly callbackAuthentication: string }[];
  };
  const at = (seconds: number): Promise<readonly CallbackVerdict[]> =>
    Promise.all(
      vectors.map(({ timestamp, rawBody, callbackAuthentication: mac }) =>
        verdict({
          timestamp,
          mac,
          body: Buffer.from(rawBody),
          read: { get: async () => key },
          now: (Number(timestamp) + seconds) * 1000,
        }),
      ),
    );
  expect(vectors.length).toBeGreaterThan(1);
  expect(new Set([...(await at(0)), ...(await at(300)), ...(await at(-300))])).toEqual(new Set(['poll']));
  expect(new Set([...(await at(301)), ...(await at(-301))])).toEqual(new Set(['refused']));
});

test('the same callback again is taken again: it only asks for a look', async () => {
  expect([await verdict(), await verdict()]).toEqual(['poll', 'poll']);
});

test('each of several secrets is taken while one is changed', async () => {
  const known: Record<string, string> = { 'secret:old': 'another', 'secret:new': secret };
  const read = { get: async (name: string): Promise<string> => known[name] ?? '' };
  expect(await verdict({ read, secrets: ['secret:old', 'secret:new'] })).toBe('poll');
  expect(await verdict({ read, secrets: ['secret:old'] })).toBe('refused');
});

test.each<readonly [string, Changes]>([
  ['no time', { timestamp: '' }],
  ['a time that is no number', { timestamp: '1780000000.0' }],
  ['a time in exponents', { timestamp: '178e7' }],
  ['no code', { mac: '' }],
  ['a code cut short', { mac: macOf(String(nowSeconds), body).slice(0, 126) }],
  ['a code with more behind it', { mac: `${macOf(String(nowSeconds), body)}00` }],
  ['two codes', { mac: [macOf(String(nowSeconds), body), macOf(String(nowSeconds), body)] }],
  ['a code by another secret', { mac: macOf(String(nowSeconds), body, 'another') }],
  ['the code of another time', { timestamp: String(nowSeconds + 1), mac: macOf(String(nowSeconds), body) }],
  ['the code of another body', { body: Buffer.from('{"type":"new-replies"}') }],
])('%s is refused', async (_, changes) => {
  expect(await verdict(changes)).toBe('refused');
});

test('no byte of a body or of its code can change', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 }), async (sent, at, by) => {
      const changed = Uint8Array.from(sent, (byte, index) => (index === at % sent.length ? byte ^ by : byte));
      const mac = macOf(String(nowSeconds), sent);
      const place = at % mac.length;
      const wrong = `${mac.slice(0, place)}${mac[place] === 'a' ? 'b' : 'a'}${mac.slice(place + 1)}`;
      expect(await verdict({ mac, body: sent })).toBe('poll');
      expect(await verdict({ mac, body: changed })).toBe('refused');
      expect(await verdict({ mac: wrong, body: sent })).toBe('refused');
    }),
    { numRuns: 60 },
  );
});
