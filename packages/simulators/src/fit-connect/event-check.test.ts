import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoSubscriber, makeKeyPair, startFitConnect, type FitConnect, type KeyPair } from './index.ts';
import { Portal } from './portal.test-support.ts';
import { Receiver, signJws, type ReadSubmission } from './receiver.test-support.ts';

let service: FitConnect;
let receiver: Receiver;
let stranger: KeyPair;
let read: ReadSubmission;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
  receiver = new Receiver(service);
  stranger = await makeKeyPair('signature', 2048);
});
beforeEach(async () => {
  read = await receiver.fetch((await new Portal(service).submit()).submissionId);
});
afterAll(() => service.close());

const accept = (): Record<string, unknown> => receiver.claims(read, 'accept-submission', { authenticationTags: read.tags });
const outcome = async (answer: Response): Promise<unknown> => {
  const text = await answer.text();
  return [answer.status, text === '' ? undefined : (JSON.parse(text) as { issue?: string }).issue];
};

const uri = (name: string): string => `https://schema.fitko.de/fit-connect/events/${name}`;
const otherTag = 'A'.repeat(22);

test.each<[string, (claims: Record<string, unknown>) => object, string]>([
  [
    'another $schema',
    (claims) => ({ ...claims, $schema: String(claims['$schema']).replace('1.2.2', '1.0.0') }),
    'Payload Schema not supported',
  ],
  ['no jti', ({ jti: _jti, ...claims }) => claims, 'Claim jti must be a UUID'],
  ['the service as issuer', (claims) => ({ ...claims, iss: service.url }), 'Claim iss must be the id of the destination'],
  ['another destination as issuer', (claims) => ({ ...claims, iss: randomUUID() }), 'Claim iss must be the id of the destination'],
  ['no iat', ({ iat: _iat, ...claims }) => claims, 'Claim iat must be a time that has come'],
  ['an iat of tomorrow', (claims) => ({ ...claims, iat: Number(claims['iat']) + 86_400 }), 'Claim iat must be a time that has come'],
  ['no sub', ({ sub: _sub, ...claims }) => claims, 'Claim sub is missing'],
  ['another submission', (claims) => ({ ...claims, sub: `submission:${randomUUID()}` }), 'Claim sub names nothing of this case'],
  ['a reply', (claims) => ({ ...claims, sub: `reply:${read.submissionId}` }), 'Claim sub names nothing of this case'],
  ['another case', (claims) => ({ ...claims, txn: `case:${randomUUID()}` }), 'Claim txn must name the case'],
  ['no event', (claims) => ({ ...claims, events: {} }), 'Exactly one event is expected'],
  [
    'two events',
    (claims) => ({ ...claims, events: { ...(claims['events'] as object), [uri('forward-submission')]: {} } }),
    'Exactly one event is expected',
  ],
  ['an unknown event', (claims) => ({ ...claims, events: { [uri('swallow-submission')]: {} } }), 'Event is unknown'],
  [
    'an event of the service',
    (claims) => ({ ...claims, events: { [uri('delete-submission')]: {} } }),
    'Event is written by the service alone',
  ],
  ['no tags', (claims) => ({ ...claims, events: { [uri('accept-submission')]: {} } }), 'authenticationTags are missing'],
  [
    'another tag',
    (claims) => ({ ...claims, events: { [uri('accept-submission')]: { authenticationTags: { ...read.tags, data: otherTag } } } }),
    'authenticationTags are not those of the submission',
  ],
  [
    'a tag too much',
    (claims) => ({
      ...claims,
      events: { [uri('accept-submission')]: { authenticationTags: { ...read.tags, attachments: { [randomUUID()]: otherTag } } } },
    }),
    'authenticationTags are not those of the submission',
  ],
  ['no problems', (claims) => ({ ...claims, events: { [uri('reject-submission')]: { problems: [] } } }), 'problems are missing'],
  [
    'a problem without instance',
    (claims) => ({ ...claims, events: { [uri('reject-submission')]: { problems: [{ type: 'x', title: 'x', detail: 'x' }] } } }),
    'problems are not acceptable',
  ],
])('an event with %s is refused, and says why', async (_name, change, issue) => {
  expect(await outcome(await receiver.post(read.caseId, change(accept())))).toEqual([422, issue]);
  expect(service.witness.item(read.submissionId)).toMatchObject({ state: 'submitted' });
});

test.each([
  ['typ', { typ: 'JWT' }, 'Header typ must be secevent+jwt'],
  ['alg', { alg: 'PS256' }, 'Header alg must be PS512'],
  ['kid', { kid: undefined }, 'Header kid is missing'],
  ['kid', { kid: 'unknown' }, 'Header kid names no key of the issuer'],
])('an event with a wrong header %s is refused', async (_name, header, issue) => {
  expect(await outcome(await receiver.post(read.caseId, accept(), header))).toEqual([422, issue]);
});

test('an event signed by somebody else, by the encryption key, or not at all is refused', async () => {
  const foreign = { ...stranger.privateKey, kid: receiver.keys.signing.kid };
  expect(await outcome(await receiver.post(read.caseId, accept(), {}, foreign))).toEqual([422, 'Signature is invalid']);
  const [encryption] = receiver.keys.decryption;
  expect(await outcome(await receiver.post(read.caseId, accept(), {}, encryption))).toEqual([422, 'Header kid names no key of the issuer']);
  const unsigned = signJws(accept(), receiver.keys.signing).replace(/[^.]+$/, '');
  expect(await outcome(await receiver.call('POST', `/cases/${read.caseId}/events`, { body: unsigned, type: 'application/jose' }))).toEqual([
    422,
    'Signature is invalid',
  ]);
});

test('what is no token, or does not say that it is one, is no event', async () => {
  const path = `/cases/${read.caseId}/events`;
  expect((await receiver.call('POST', path, { body: 'nothing', type: 'application/jose' })).status).toBe(400);
  expect((await receiver.call('POST', path, { body: signJws(accept(), receiver.keys.signing), type: 'application/json' })).status).toBe(
    415,
  );
  expect((await receiver.call('POST', `/cases/${randomUUID()}/events`, { body: 'a.b.c', type: 'application/jose' })).status).toBe(404);
});

test('a second answer is a conflict, even the very same', async () => {
  const claims = accept();
  expect((await receiver.post(read.caseId, claims)).status).toBe(204);
  expect((await receiver.post(read.caseId, claims)).status).toBe(409);
  expect(await receiver.accept(read)).toBe(409);
  expect(await receiver.reject(read)).toBe(409);
  expect(service.witness.item(read.submissionId)).toMatchObject({ state: 'accepted', acceptsPosted: 3, rejectsPosted: 1 });
  expect(service.witness.item(read.submissionId)?.events.map(({ act }) => act)).toEqual(['create', 'submit', 'notify', 'accept']);
});

test('a sender cannot answer its own submission', async () => {
  const body = signJws(accept(), receiver.keys.signing);
  const answer = await new Portal(service).call('POST', `/cases/${read.caseId}/events`, { body, type: 'application/jose' });
  expect(await outcome(answer)).toEqual([422, 'Only the receiver may write this event']);
});

test('where it is asked for, only the known problems can be given as reasons', async () => {
  const strict = await startFitConnect({
    keyBits: 2048,
    dialect: { rejections: { types: ['urn:known'], instances: /^data$/, enforced: true } },
  });
  const other = new Receiver(strict, { client: demoSubscriber });
  const submission = await other.fetch((await new Portal(strict).submit()).submissionId);
  const reject = async (type: string): Promise<number> => {
    const problems = [{ type, title: 'x', detail: 'x', instance: 'data' }];
    return (await other.post(submission.caseId, other.claims(submission, 'reject-submission', { problems }))).status;
  };
  expect([await reject('urn:unknown'), await reject('urn:known')]).toEqual([422, 204]);
  await strict.close();
});
