import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { compactVerify } from 'jose';
import { expect, test } from 'vitest';
import { answerClaims, signAnswer } from '../answer/answer-token.ts';
import { publicKeyOf } from '../crypto/jwk.ts';
import { readSigningKey } from '../crypto/private-keys.ts';
import { SubmissionFault } from '../faults.ts';
import { nodeSet, testKeys } from '../fit-connect.test-support.ts';
import { standardNames } from '../names.ts';
import { type AuthenticationTags, compareTags } from './authentication-tags.ts';
import { proveLog, verifyAll } from './event-log.ts';
import type { EventKeys, SetExpectations } from './verify-set.ts';

const service = testKeys('service', 'signature');
const destinationKeys = testKeys('destination', 'signature');
const stranger = testKeys('stranger', 'signature');
const [submission, matter, destination] = [randomUUID(), randomUUID(), randomUUID()];
const now = Date.UTC(2026, 10, 22, 9);
const issuer = 'https://service.example/submission-api';
const tags: AuthenticationTags = { metadata: 'A'.repeat(22), data: 'B'.repeat(22), attachments: { [randomUUID()]: 'C'.repeat(22) } };
const expected: SetExpectations = { names: standardNames, submission, matter, destination, issuer, minimumKeyBits: 2048, now };
const keys: EventKeys = {
  ofService: async (kid) => [service.publicJwk].find((key) => key.kid === kid),
  ofDestination: async (id, kid) => (id === destination && kid === destinationKeys.kid ? destinationKeys.publicJwk : undefined),
};

function claims(event: string, changes: object = {}, payload: object = {}): Record<string, unknown> {
  return {
    $schema: standardNames.setSchema.replace('*', '1.2.2'),
    jti: randomUUID(),
    iss: issuer,
    iat: now / 1000 - 60,
    sub: `submission:${submission}`,
    txn: `case:${matter}`,
    events: { [`${standardNames.events}${event}`]: payload },
    ...changes,
  };
}

const created = (): string => nodeSet(claims('create-submission'), service);
const submitted = (changes: object = {}): string => nodeSet(claims('submit-submission', changes, { authenticationTags: tags }), service);

async function faultOf(log: readonly string[]): Promise<string> {
  const error: unknown = await proveLog(log, keys, expected).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof SubmissionFault ? error.fault : `no fault: ${String(error)}`;
}

test('a log of the service proves tags and time, and keeps what proves them', async () => {
  const log = [created(), submitted(), nodeSet(claims('notify-submission'), service)];
  const proved = await proveLog(log, keys, expected);
  expect(proved).toMatchObject({ tags, submittedAt: now - 60_000 });
  expect(proved.events.map(({ text, key }) => [text, key])).toEqual(log.map((text) => [text, service.publicJwk]));
});

test('events of other submissions of the matter are left alone, and the same token twice is one', async () => {
  const submit = submitted();
  const others = [
    nodeSet(claims('accept-submission', { sub: `submission:${randomUUID()}` }), stranger),
    submitted({ sub: `reply:${randomUUID()}` }),
  ];
  expect((await proveLog([...others, submit, submit], keys, expected)).events.map(({ text }) => text)).toEqual([submit]);
});

const payload = { authenticationTags: tags };
const submitClaims = (changes: object): Record<string, unknown> => claims('submit-submission', changes, payload);
const two = { [`${standardNames.events}submit-submission`]: payload, [`${standardNames.events}notify-submission`]: {} };

test.each<[what: string, log: () => readonly string[], fault: string]>([
  ['no events', () => [], 'log-unfinished'],
  ['no submit event', () => [created()], 'log-unfinished'],
  ['an event that nobody knows instead', () => [nodeSet(claims('teleport-submission'), service)], 'log-unfinished'],
  ['two submit events', () => [submitted(), submitted()], 'log-contradicts'],
  [
    'one id for two events',
    () => [
      nodeSet(claims('create-submission', { jti: 'b9c2a5c6-7c53-4a55-9cbb-2e4a4d1c6c11' }), service),
      submitted({ jti: 'b9c2a5c6-7c53-4a55-9cbb-2e4a4d1c6c11' }),
    ],
    'log-contradicts',
  ],
  ['an answer by the service', () => [submitted(), nodeSet(claims('reject-submission'), service)], 'answered'],
  [
    'an answer by the destination',
    () => [submitted(), nodeSet(claims('accept-submission', { iss: destination }), destinationKeys)],
    'answered',
  ],
  ['no token', () => ['not-a-token'], 'set-malformed'],
  ['another type', () => [nodeSet(submitClaims({}), service, { typ: 'JWT' })], 'set-malformed'],
  ['another algorithm', () => [nodeSet(submitClaims({}), service, { alg: 'PS256' })], 'set-malformed'],
  ['no algorithm', () => [nodeSet(submitClaims({}), service, { alg: 'none' })], 'set-malformed'],
  ['no key id', () => [nodeSet(submitClaims({}), service, { kid: undefined })], 'set-malformed'],
  ['a key id that leads elsewhere', () => [nodeSet(submitClaims({}), service, { kid: '../../../x' })], 'set-malformed'],
  ['an unknown key id', () => [nodeSet(submitClaims({}), service, { kid: 'unknown-key' })], 'set-key-unknown'],
  ['no schema', () => [nodeSet(submitClaims({ $schema: undefined }), service)], 'set-malformed'],
  ['another schema', () => [nodeSet(submitClaims({ $schema: 'https://elsewhere.example/set' }), service)], 'set-claims'],
  ['no id', () => [nodeSet(submitClaims({ jti: undefined }), service)], 'set-malformed'],
  ['an id that is none', () => [nodeSet(submitClaims({ jti: '1' }), service)], 'set-malformed'],
  ['no time', () => [nodeSet(submitClaims({ iat: undefined }), service)], 'set-malformed'],
  ['a time before all events', () => [nodeSet(submitClaims({ iat: 1 }), service)], 'set-malformed'],
  ['a time in the future', () => [nodeSet(submitClaims({ iat: now / 1000 + 600 }), service)], 'set-future'],
  ['no subject', () => [nodeSet(submitClaims({ sub: undefined }), service)], 'set-malformed'],
  ['a subject that is none', () => [nodeSet(submitClaims({ sub: 'submission:x' }), service)], 'set-claims'],
  ['another matter', () => [nodeSet(submitClaims({ txn: `case:${randomUUID()}` }), service)], 'set-claims'],
  ['no event', () => [nodeSet(submitClaims({ events: {} }), service)], 'set-malformed'],
  ['two events in one token', () => [nodeSet(submitClaims({ events: two }), service)], 'set-malformed'],
  [
    'an event of another standard',
    () => [nodeSet(submitClaims({ events: { 'https://elsewhere.example/submit-submission': {} } }), service)],
    'set-claims',
  ],
  ['another service', () => [nodeSet(submitClaims({ iss: 'https://elsewhere.example' }), service)], 'set-author'],
  ['another destination', () => [nodeSet(submitClaims({ iss: randomUUID() }), destinationKeys)], 'set-author'],
  ['a destination that submits', () => [nodeSet(submitClaims({ iss: destination }), destinationKeys)], 'set-author'],
  ['a service that accepts', () => [submitted(), nodeSet(claims('accept-submission'), service)], 'set-author'],
  ['a foreign signature', () => [nodeSet(submitClaims({}), { ...stranger, kid: service.kid })], 'set-signature'],
  ['a key of the destination for an event of the service', () => [nodeSet(submitClaims({}), destinationKeys)], 'set-key-unknown'],
  ['no tags', () => [nodeSet(claims('submit-submission'), service)], 'tags-missing'],
  [
    'tags that are none',
    () => [nodeSet(claims('submit-submission', {}, { authenticationTags: { metadata: 'short' } }), service)],
    'tags-missing',
  ],
])('a log with %s is refused', async (_what, log, fault) => {
  expect(await faultOf(log())).toBe(fault);
});

test('any change of a signed part is found', async () => {
  const log = submitted();
  await fc.assert(
    fc.asyncProperty(fc.nat(log.length - 2), fc.constantFrom(...'AQgw_-9.'), async (at, character) => {
      const changed = log.slice(0, at) + character + log.slice(at + 1);
      fc.pre(changed !== log);
      expect(await faultOf([changed])).toMatch(/^(set-|log-unfinished)/);
    }),
    { numRuns: 200 },
  );
});

test('keys that are short, for something else, or of another algorithm verify nothing', async () => {
  for (const [change, bits] of [
    [{ key_ops: ['sign'] }, 2048],
    [{ alg: 'RSA-OAEP-256' }, 2048],
    [{ e: 'Aw' }, 2048],
    [{}, 4096],
  ] as const) {
    const published: EventKeys = { ...keys, ofService: async () => ({ ...service.publicJwk, ...change }) };
    const proving = proveLog([submitted()], published, { ...expected, minimumKeyBits: bits });
    await expect(proving).rejects.toMatchObject({ fault: 'set-key-unfit' });
  }
});

test('our answer is verified by jose and by ourselves, and a repeat has the same id', async () => {
  const key = await readSigningKey('secret:k', {
    secrets: { get: async () => JSON.stringify(destinationKeys.privateJwk) },
    minimumBits: 2048,
  });
  const handle = { destination, submission, matter, tags, setSchema: standardNames.setSchema.replace('*', '1.2.2') };
  const options = { reportId: 's-1-accepted', handle, names: standardNames, key, now };
  const [once, again] = [
    await signAnswer({ kind: 'accept-submission', authenticationTags: tags }, options),
    await signAnswer({ kind: 'accept-submission', authenticationTags: tags }, { ...options, now: now + 60_000 }),
  ];
  const { payload: signed } = await compactVerify(once, publicKeyOf(destinationKeys.publicJwk), { algorithms: ['PS512'] });
  expect(JSON.parse(Buffer.from(signed).toString())).toEqual(
    answerClaims({ kind: 'accept-submission', authenticationTags: tags }, options),
  );
  const verified = await verifyAll([once, again].slice(0, 1), keys, expected);
  expect(verified[0]).toMatchObject({ kind: 'accept-submission', author: 'destination' });
  await expect(verifyAll([once, again], keys, expected)).rejects.toMatchObject({ fault: 'log-contradicts' });
});

test('tags are compared as sets: each part once, with its own tag', () => {
  const [id] = Object.keys(tags.attachments ?? {});
  const differs = (changes: Partial<AuthenticationTags>): string => {
    try {
      compareTags(tags, { ...tags, ...changes });
      return 'none';
    } catch (error) {
      return (error as SubmissionFault).place;
    }
  };
  const extra = randomUUID();
  expect(differs({})).toBe('none');
  expect(differs({ attachments: { [(id ?? '').toUpperCase()]: 'C'.repeat(22) } })).toBe('none');
  expect(differs({ metadata: 'D'.repeat(22) })).toBe('metadata');
  expect(differs({ data: undefined })).toBe('data');
  expect(differs({ attachments: {} })).toBe(`attachment:${id}`);
  expect(differs({ attachments: { ...tags.attachments, [extra]: 'C'.repeat(22) } })).toBe(`attachment:${extra}`);
});
