import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoDestinationId, demoSender, demoSubscriber, senderFor, sendSubmission, startFitConnect, type FitConnect } from './index.ts';
import { Portal } from './portal.test-support.ts';
import { Receiver } from './receiver.test-support.ts';

let service: FitConnect;
let portal: Portal;
let receiver: Receiver;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048, limits: { attachmentBytes: 3000, submissionBytes: 5000, attachments: 3 } });
  portal = new Portal(service);
  receiver = new Receiver(service);
});
afterAll(() => service.close());

const { clientId, clientSecret } = demoSender;

test.each([
  ['the secret in the body', { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }, 200, undefined],
  ['a wrong secret', { grant_type: 'client_credentials', client_id: clientId, client_secret: 'wrong' }, 401, 'invalid_client'],
  ['an unknown client', { grant_type: 'client_credentials', client_id: randomUUID(), client_secret: 'x' }, 401, 'invalid_client'],
  ['another grant', { grant_type: 'password', client_id: clientId, client_secret: clientSecret }, 400, 'unsupported_grant_type'],
  [
    'a scope too much',
    { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'x' },
    400,
    'invalid_scope',
  ],
])('a token request with %s', async (_name, form, status, error) => {
  const answer = await fetch(service.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  expect(answer.status).toBe(status);
  expect(((await answer.json()) as { error?: string }).error).toBe(error);
});

test('a token says its scopes and its end, and Basic is not understood', async () => {
  const form = { grant_type: 'client_credentials', client_id: demoSubscriber.clientId, client_secret: demoSubscriber.clientSecret };
  const answer = await fetch(service.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  expect(await answer.json()).toMatchObject({
    token_type: 'Bearer',
    expires_in: 1800,
    scope:
      'https://schema.fitko.de/fit-connect/oauth/scopes/subscribe-destinations https://schema.fitko.de/fit-connect/oauth/scopes/manage-destinations',
  });
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const refused = await fetch(service.tokenUrl, {
    method: 'POST',
    headers: { authorization: basic },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  expect([refused.status, await refused.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  expect((await fetch(service.tokenUrl)).status).toBe(405);
});

test('a receiver without a destination gets no token', async () => {
  service.addClient({ clientId: 'lonely', clientSecret: 's', name: 'x', roles: ['subscriber'] });
  const form = { grant_type: 'client_credentials', client_id: 'lonely', client_secret: 's' };
  const answer = await fetch(service.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_scope' }]);
});

test('a request without a proper User-Agent is refused, whatever it asks for', async () => {
  const url = `${service.url}/v2/destinations/${demoDestinationId}`;
  const statusFor = async (agent: string): Promise<number> => (await fetch(url, { headers: { 'user-agent': agent } })).status;
  expect(await Promise.all(['node', 'axios/1.21.1', 'curl/8', 'Amtsbote', 'Amtsbote/0.1 (+https://example.org)'].map(statusFor))).toEqual([
    403, 403, 403, 403, 200,
  ]);
});

test('a destination shows itself without its secrets, in the manner of the version', async () => {
  service.changeDestination(demoDestinationId, { callback: { url: 'http://127.0.0.1:9/callback', secret: 'hush' } });
  const open = await fetch(`${service.url}/v2/destinations/${demoDestinationId}`, { headers: { 'user-agent': 'A/1' } });
  const body = (await open.json()) as { encryptionKid: string };
  expect(body).toMatchObject({ status: 'active', callback: { url: 'http://127.0.0.1:9/callback' }, publicServices: [{}, {}] });
  expect(JSON.stringify(body)).not.toContain('hush');
  expect((await fetch(`${service.url}/v1/destinations/${demoDestinationId}`, { headers: { 'user-agent': 'A/1' } })).status).toBe(401);
  const older = new Receiver(service, { version: 'v1' });
  expect(await (await older.call('GET', `/destinations/${demoDestinationId}`)).json()).toMatchObject({ services: [{}, {}] });
  service.changeDestination(demoDestinationId, { callback: undefined });
});

test('keys are public, one by one; the list of a destination is at the Destination API only', async () => {
  const headers = { 'user-agent': 'A/1' };
  const [destination] = service.destinations;
  const key = await fetch(`${service.url}/v2/destinations/${demoDestinationId}/keys/${destination!.encryptionKid}`, { headers });
  expect(await key.json()).toMatchObject({ kty: 'RSA', alg: 'RSA-OAEP-256', key_ops: ['wrapKey'], e: 'AQAB' });
  expect((await fetch(`${service.url}/v2/destinations/${demoDestinationId}/keys/x`, { headers })).status).toBe(404);
  expect((await fetch(`${service.url}/v2/destinations/${demoDestinationId}/keys`, { headers })).status).toBe(404);
  const list = await fetch(`${service.destinationUrl}/v2/destinations/${demoDestinationId}/keys`, { headers });
  expect(((await list.json()) as { keys: unknown[] }).keys).toHaveLength(2);
  const jwks = await fetch(`${service.url}/.well-known/jwks.json`, { headers });
  expect(await jwks.json()).toMatchObject({ keys: [{ alg: 'PS512', key_ops: ['verify'] }] });
});

test('problems are problem+json with a type of the service', async () => {
  const answer = await portal.announce({ destinationId: randomUUID() });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({
    type: 'https://schema.fitko.de/fit-connect/submission-api/problems/destination-not-found',
    status: 404,
  });
});

test.each([
  ['no destination', { destinationId: undefined }, 400],
  ['the field of the older version', { publicService: undefined, serviceType: { identifier: 'urn:a:b', name: '' } }, 400],
  ['an announcement that is no UUID', { announcedAttachments: ['x'] }, 400],
  ['an attachment announced twice', { announcedAttachments: [demoDestinationId, demoDestinationId] }, 422],
  ['too many attachments', { announcedAttachments: Array.from({ length: 4 }, () => randomUUID()) }, 422],
  ['a callback to another computer', { callback: { url: 'https://example.org/', secret: 's' } }, 422],
  ['an unknown case', { caseId: randomUUID() }, 404],
  ['a region that is none', { region: 'FR1' }, 400],
  ['everything in order', {}, 201],
])('an announcement with %s', async (_name, changes, status) => {
  expect((await portal.announce(changes)).status).toBe(status);
});

test('a destination that is not active takes nothing', async () => {
  const { destinationId } = await service.addDestination({ status: 'inactive' });
  expect((await portal.announce({ destinationId })).status).toBe(422);
});

test('attachments are taken as announced, as application/jose, and up to their size', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  const { submissionId } = await portal.announced([first, second]);
  const jwe = await portal.jwe('x'.repeat(1000));
  const put = async (id: string, body: string, type = 'application/jose'): Promise<number> =>
    (await portal.call('PUT', `/submissions/${submissionId}/attachments/${id}`, { body, type })).status;
  expect(await put(first, jwe, 'application/json')).toBe(415);
  expect(await put(randomUUID(), jwe)).toBe(422);
  expect(await put(first, 'no jwe')).toBe(400);
  expect(await put(first, jwe)).toBe(204);
  expect(await put(first, jwe)).toBe(204);
  expect(await put(second, await portal.jwe('x'.repeat(3000)))).toBe(413);
  expect(await put(second, await portal.jwe('x', { zip: 'DEF' }))).toBe(422);
  expect((await portal.finalise(submissionId)).status).toBe(422);
  expect(await put(second, await portal.jwe('x'.repeat(1400)))).toBe(204);
  expect((await portal.finalise(submissionId)).status).toBe(200);
  expect((await portal.finalise(submissionId)).status).toBe(409);
  expect(await put(second, jwe)).toBe(409);
});

test('all attachments together have a limit, too', async () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  const { submissionId } = await portal.announced(ids);
  const jwe = await portal.jwe('x'.repeat(1300));
  const statuses: number[] = [];
  for (const id of ids) {
    statuses.push(
      (await portal.call('PUT', `/submissions/${submissionId}/attachments/${id}`, { body: jwe, type: 'application/jose' })).status,
    );
  }
  expect(statuses).toEqual([204, 204, 413]);
});

test.each([
  ['v1', {}, 202],
  ['v1', { zip: 'DEF' }, 202],
  ['v1', { cty: undefined }, 202],
  ['v1', { zip: 'GZIP' }, 422],
  ['v2', {}, 200],
  ['v2', { zip: 'DEF' }, 422],
  ['v2', { cty: undefined }, 422],
  ['v2', { cty: 'text/plain' }, 422],
  ['v2', { enc: 'A128GCM' }, 422],
  ['v2', { alg: 'RSA-OAEP' }, 422],
  ['v2', { kid: undefined }, 422],
])('%s answers a JWE with header %j by %i', async (version, header, status) => {
  const older = new Portal(service, version);
  const { submissionId } = await older.announced([]);
  expect((await older.finalise(submissionId, await older.jwe('{}', header))).status).toBe(status);
});

test('data are mandatory in v2 and not in v1', async () => {
  const statusIn = async (version: string): Promise<number> => {
    const asked = new Portal(service, version);
    const { submissionId } = await asked.announced([]);
    const body = JSON.stringify({ encryptedMetadata: await asked.jwe('{}') });
    return (await asked.call('PUT', `/submissions/${submissionId}`, { body, type: 'application/json' })).status;
  };
  expect([await statusIn('v1'), await statusIn('v2')]).toEqual([202, 422]);
});

test('senders do not receive, receivers do not send, and nobody does without a token', async () => {
  expect((await portal.call('GET', '/submissions')).status).toBe(403);
  expect((await receiver.call('POST', '/submissions', { body: '{}', type: 'application/json' })).status).toBe(403);
  const answer = await fetch(`${service.url}/v2/submissions`, { headers: { 'user-agent': 'A/1', authorization: 'Bearer x' } });
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('a receiver that is not linked to a destination sees nothing of it', async () => {
  const stranger = { clientId: 'stranger', clientSecret: 's', name: 'x', roles: ['subscriber' as const] };
  service.addClient(stranger);
  await service.addDestination({ clients: ['stranger'] });
  const sent = await portal.submit();
  const other = new Receiver(service, { client: stranger });
  const statuses = [
    await other.call('GET', `/submissions?destinationId=${demoDestinationId}`),
    await other.call('GET', `/submissions/${sent.submissionId}`),
    await other.call('GET', `/cases/${sent.caseId}/events`),
    await other.call('POST', `/cases/${sent.caseId}/events`, { body: 'a.b.c', type: 'application/jose' }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([403, 403, 403, 403]);
  expect((await receiver.call('GET', `/submissions/${sent.submissionId}`)).status).toBe(200);
  service.unlink(demoSubscriber.clientId, demoDestinationId);
  expect((await receiver.call('GET', `/submissions/${sent.submissionId}`)).status).toBe(403);
  service.link(demoSubscriber.clientId, demoDestinationId);
});

test('what is not complete cannot be fetched, and neither can what was answered', async () => {
  const { submissionId } = await portal.announced([]);
  expect((await receiver.call('GET', `/submissions/${submissionId}`)).status).toBe(404);
  await portal.finalise(submissionId);
  const read = await receiver.fetch(submissionId);
  expect(await receiver.reject(read)).toBe(204);
  expect((await receiver.call('GET', `/submissions/${submissionId}`)).status).toBe(404);
});

test('events can be read by submission in v2 only', async () => {
  const sent = await portal.submit();
  const log = (await (await receiver.call('GET', `/submissions/${sent.submissionId}/events`)).json()) as { eventLog: string[] };
  expect(log.eventLog).toHaveLength(3);
  expect((await new Receiver(service, { version: 'v1' }).call('GET', `/submissions/${sent.submissionId}/events`)).status).toBe(404);
});

test('a second submission joins the case of the first', async () => {
  const first = await portal.submit();
  const answer = await portal.announce({ caseId: first.caseId });
  const second = (await answer.json()) as { submissionId: string; caseId: string };
  expect(second.caseId).toBe(first.caseId);
  await portal.finalise(second.submissionId);
  const read = await receiver.fetch(second.submissionId);
  expect(await receiver.accept(read)).toBe(204);
  const states = [first, second].map(({ submissionId }) => service.witness.item(submissionId)?.state);
  expect(states).toEqual(['submitted', 'accepted']);
});

test('a receiver can change its destination, and give it other keys', async () => {
  const change = async (body: object): Promise<Response> =>
    fetch(`${service.destinationUrl}/v2/destinations/${demoDestinationId}`, {
      method: 'PATCH',
      headers: { authorization: await receiver.authorization(), 'user-agent': 'A/1', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect(await (await change({ name: 'Neustadt' })).json()).toMatchObject({ name: 'Neustadt', status: 'active' });
  expect((await change({ encryptionKid: 'nothing' })).status).toBe(400);
  expect((await change({ keys: [{ ...receiver.keys.decryption[0] }] })).status).toBe(400);
});

test('with a rate limit the fourth request in a minute is too much, and the headers say when to come back', async () => {
  await using limited = await limitedService();
  const call = (): Promise<Response> => fetch(`${limited.url}/.well-known/jwks.json`, { headers: { 'user-agent': 'A/1' } });
  const answers = [await call(), await call(), await call(), await call()];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
  expect(Number(answers[3]!.headers.get('ratelimit-reset'))).toBeGreaterThan(50);
  await limited.clock.advance(60_000);
  expect((await call()).status).toBe(200);
});

test('other names, paths and rules are options', async () => {
  await using changed = Object.assign(
    await startFitConnect({
      keyBits: 2048,
      dialect: {
        submissionPath: '',
        versions: { v3: { finaliseStatus: 202 }, v2: { zip: 'allowed' } },
        problemPrefix: 'urn:problem:',
        problems: { 'destination-not-found': { type: 'nowhere', status: 410 } },
      },
    }),
    { [Symbol.asyncDispose]: (): Promise<void> => changed.close() },
  );
  const answer = await new Portal(changed, 'v3').announce({ destinationId: randomUUID() });
  expect([answer.status, await answer.json()]).toMatchObject([410, { type: 'urn:problem:nowhere' }]);
  const data = { bytes: Buffer.from('{}'), mimeType: 'application/json' as const };
  const sent = await sendSubmission(senderFor(changed), { destinationId: demoDestinationId, data, zip: true });
  expect((await new Receiver(changed).fetch(sent.submissionId)).data.toString()).toBe('{}');
});

async function limitedService(): Promise<FitConnect & AsyncDisposable> {
  const limited = await startFitConnect({ keyBits: 2048, rateLimit: { requests: 3, seconds: 60 } });
  return Object.assign(limited, { [Symbol.asyncDispose]: (): Promise<void> => limited.close() });
}
