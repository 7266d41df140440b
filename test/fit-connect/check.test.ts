import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult, PortalUse } from '@amtsbote/sdk';
import { demoSubscriber, type Fault, type FitConnect, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testCertificate, testKey } from '../../packages/sdk/src/http/certificate.test-support.ts';
import { openPortal, type Setting, startService } from './bench.ts';

let service: FitConnect;
let id: string;
beforeAll(async () => {
  service = await startService();
  id = service.destinations[0]?.destinationId ?? '';
});
afterAll(() => service.close());
beforeEach(() => service.disarm());

async function check(setting: Setting = {}, use?: PortalUse): Promise<readonly CheckResult[]> {
  await using run = openPortal(service, setting);
  return await run.portal.check(use);
}

/** What is not well, or is warned of: in short. */
function heeded(checks: readonly CheckResult[]): readonly (readonly unknown[])[] {
  return checks
    .filter(({ ok, warning }) => !ok || warning === true)
    .map(({ name, ok, code }) => [name.replace(` ${id}`, ''), ok ? 'warning' : 'fault', code]);
}

const xml = { name: 'gewerbe', root: 'gewerbeanzeige', namespaces: ['urn:xoev-de:xgewerbe:xgewerbeanzeige:2.2'] };
const json = { name: 'hund', root: 'json', namespaces: [''] };

test('a portal that is set up well says so in every line, and what it saw', async () => {
  const checks = await check({}, { routes: [xml, json] });
  expect(heeded(checks)).toEqual([]);
  expect(checks.map(({ name }) => name.replace(` ${id}`, ''))).toEqual([
    'the token service gives the client a token',
    'the keys of the service can be read',
    'our clock is that of the service',
    'destination is linked with the client',
    'destination is active',
    'destination publishes a key that we can decrypt with',
    'destination publishes the key that we sign with',
    'destination offers what the configuration takes',
    'destination: routes take its messages',
    'destination: applicants are answered as it offers',
    'destination: callbacks are set on both sides',
    'destination has nothing that waits for too long',
  ]);
  expect(checks[0]?.detail).toBe('for 1800 seconds, with subscribe-destinations, manage-destinations');
  expect(checks.filter(({ topic }) => topic === 'keys')).toHaveLength(2);
});

const unlinked = 'destination is linked with the client';
const decrypts = 'destination publishes a key that we can decrypt with';
const signs = 'destination publishes the key that we sign with';

test.each<readonly [Fault, readonly (readonly unknown[])[]]>([
  [{ kind: 'token-refused', match: { operation: 'token' } }, [['the token service gives the client a token', 'fault', 'AB_LOGIN_FAILED']]],
  [{ kind: 'http-403', match: { operation: 'list' } }, [[unlinked, 'fault', 'AB_PORTAL_REFUSED']]],
  [{ kind: 'destination-inactive' }, [['destination is active', 'fault', 'AB_DESTINATION_INACTIVE']]],
  [{ kind: 'destination-key-changed' }, [[decrypts, 'fault', 'AB_DECRYPTION_KEY_MISSING']]],
  [{ kind: 'destination-services-missing' }, [['destination offers what the configuration takes', 'warning', 'AB_SERVICE_NOT_OFFERED']]],
  [{ kind: 'jwks-empty' }, [['the keys of the service can be read', 'fault', 'AB_KEY_UNFIT']]],
  [{ kind: 'jwks-wrong-use' }, [['the keys of the service can be read', 'fault', 'AB_KEY_UNFIT']]],
])('%o is told in its line, with a code and an advice', async (fault, expected) => {
  service.arm(fault);
  const checks = await check();
  expect(heeded(checks)).toEqual(expect.arrayContaining([...expected]));
  for (const one of checks.filter(({ ok }) => !ok)) expect(one).toMatchObject({ code: expect.any(String), hint: expect.any(String) });
});

test.each<readonly [Fault['kind'], string]>([
  ['key-foreign', 'AB_KEY_NOT_PUBLISHED'],
  ['key-wrong-use', 'AB_KEY_UNFIT'],
  ['http-404', 'AB_KEY_NOT_PUBLISHED'],
])('%s for our own keys is told of each', async (kind, code) => {
  service.arm({ kind, match: { operation: 'key' } });
  const told = heeded(await check());
  const unfit =
    kind === 'key-wrong-use'
      ? [[decrypts, 'fault', code]]
      : [
          [decrypts, 'fault', code],
          [signs, 'fault', code],
        ];
  expect(told).toEqual(unfit);
});

test.each([
  [4_000, []],
  [-4_000, []],
  [9_000, [['our clock is that of the service', 'warning', 'AB_CLOCK_WRONG']]],
  [90_000, [['our clock is that of the service', 'fault', 'AB_CLOCK_WRONG']]],
  [-90_000, [['our clock is that of the service', 'fault', 'AB_CLOCK_WRONG']]],
])('a clock that differs by %i ms is told of by how much', async (ms, expected) => {
  service.arm({ kind: 'clock-skew', ms });
  expect(heeded(await check())).toEqual(expected);
});

test('a client with the role of a sender only is no receiver', async () => {
  const client = { clientId: randomUUID(), clientSecret: 'x', name: 'x', roles: ['sender' as const] };
  service.addClient(client);
  const checks = await check({ options: { client: { id: client.clientId, secret: 'secret:other' } }, secrets: { 'secret:other': 'x' } });
  expect(heeded(checks)[0]).toEqual(['the token service gives the client a token', 'fault', 'AB_PORTAL_REFUSED']);
  expect(checks[0]).toMatchObject({ detail: expect.stringContaining('send-submissions'), hint: expect.stringContaining('subscriber') });
});

test('what the configuration takes and the destination does not offer is named', async () => {
  const services = [{ identifier: 'urn:other' }, { identifier: 'urn:de:fim:leika:leistung:99102013104000', schemas: ['urn:x'] }];
  const [, ...others] = await check({ destination: { services, replyChannels: ['deMail'] } });
  const told = others.find(({ code }) => code === 'AB_SERVICE_NOT_OFFERED');
  expect(told).toMatchObject({
    ok: false,
    detail: 'urn:other is not published; urn:x is not published; the reply channel deMail is not published',
  });
});

test('a schema that surely has no route is told; one that a route may take is not', async () => {
  const name = 'destination: routes take its messages';
  expect(heeded(await check({}, { routes: [] }))).toEqual([[name, 'fault', 'AB_MESSAGE_UNKNOWN']]);
  const onlyXml = await check({}, { routes: [xml] });
  expect(heeded(onlyXml)).toEqual([[name, 'warning', 'AB_MESSAGE_UNKNOWN']]);
  expect(onlyXml.find(({ code }) => code === 'AB_MESSAGE_UNKNOWN')?.detail).toMatch(
    /^no route takes .*gewerbe.schema.json, .*hund.schema.json$/,
  );
  expect(heeded(await check({}, { routes: [{ name: 'all' }] }))).toEqual([]);
});

test('callbacks that are set on one side only are told, and never their address as a whole', async () => {
  const name = 'destination: callbacks are set on both sides';
  expect(heeded(await check({ options: { callbackSecret: 'secret:callback' } }))).toEqual([[name, 'warning', 'AB_CALLBACK_NOT_SET']]);
  service.changeDestination(id, { callback: { url: 'https://127.0.0.1:9/hidden-path', secret: 'hidden' } });
  try {
    const checks = await check();
    expect(heeded(checks)).toEqual([[name, 'warning', 'AB_CALLBACK_NOT_SET']]);
    expect(JSON.stringify(checks)).not.toMatch(/hidden/);
    expect(heeded(await check({ options: { callbackSecret: 'secret:callback' } }))).toEqual([]);
  } finally {
    service.changeDestination(id, { callback: undefined });
  }
});

test('a change of keys is followed step by step until the old one may go', async () => {
  const old = service.destinations[0]!;
  const data = { bytes: Buffer.from('{}'), mimeType: 'application/json' as const };
  const send = (): Promise<{ submissionId: string }> => sendSubmission(senderFor(service), { destinationId: id, data });
  const { submissionId } = await send();
  const now = await service.rotateEncryptionKey(id);
  const [next = '', before = ''] = (now.privateKeys?.decryption ?? []).map(({ kid }) => kid);
  const changing = async (): Promise<readonly (readonly [string, string | undefined])[]> =>
    (await check()).flatMap(({ name, code, detail }) => (code === 'AB_KEYS_CHANGING' ? [[name.slice(-43), detail] as const] : []));

  service.changeDestination(id, { keys: old.keys, encryptionKid: old.encryptionKid });
  expect(await changing()).toEqual([[next, `new: ${next} is not there`]]);
  service.changeDestination(id, { keys: now.keys });
  expect(await changing()).toEqual([[next, 'new: published, and senders still encrypt with the old one']]);
  service.changeDestination(id, { encryptionKid: next });
  expect(await changing()).toEqual([[before, 'old: 1 that wait are encrypted with it']]);
  service.arm({ kind: 'http-500', match: { operation: 'read' } });
  expect(await changing()).toEqual([[before, 'old: 0 that wait are encrypted with it, 1 could not be looked at']]);
  service.disarm();
  await send();
  await service.clock.advance(15 * 86_400_000);
  await send();
  expect(service.witness.item(submissionId)?.state).toBe('rejected');
  const clock = { now: () => service.clock.now(), sleep: async () => undefined };
  const last = await check({ clock });
  expect(heeded(last)).toEqual([[`destination: change of the key ${before}`, 'warning', 'AB_KEYS_CHANGING']]);
  expect(last.find(({ code }) => code === 'AB_KEYS_CHANGING')?.detail).toBe('old: nothing that waits is encrypted with it');
});

test('a client that is linked with nothing is told so, and how to link it', async () => {
  service.unlink(demoSubscriber.clientId, id);
  const [told] = await check();
  service.link(demoSubscriber.clientId, id);
  expect(told).toMatchObject({ ok: false, code: 'AB_PORTAL_REFUSED', hint: expect.stringContaining('linked with the destination') });
});

test('a service is believed by HTTPS when its certificate is, and only then', async () => {
  const secure = await startService({ https: { key: testKey, cert: testCertificate } });
  const folder = await mkdtemp(join(tmpdir(), 'amtsbote-https-'));
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, testCertificate);
  const first = async (options: Record<string, unknown>): Promise<unknown> => {
    await using run = openPortal(secure, { options });
    const [token] = await run.portal.check();
    return token?.ok === true || token?.code;
  };
  try {
    expect(secure.url).toMatch(/^https:/);
    expect([await first({ tls: { ca } }), await first({})]).toEqual([true, 'AB_PORTAL_UNREACHABLE']);
  } finally {
    await secure.close();
    await rm(folder, { recursive: true });
  }
});
