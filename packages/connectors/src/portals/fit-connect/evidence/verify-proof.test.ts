import { randomUUID, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { certify, makeAuthority } from '../certificates/pki.test-support.ts';
import { nodeSet } from '../fit-connect.test-support.ts';
import { standardNames } from '../names.ts';
import {
  accepted,
  claims,
  created,
  destination,
  destinationId,
  endsOf,
  failedOf,
  goodFiles,
  matter,
  otherTags,
  receivedAt,
  rejected,
  service,
  stranger,
  submission,
  submitted,
  tags,
} from './evidence.test-support.ts';
import { evidenceFiles, jsonFile, keysFile } from './format.ts';

const lines = (...tokens: readonly string[]): string => tokens.map((token) => `${token}\n`).join('');
const changed = (name: string, text: string | undefined): Map<string, string> => {
  const files = goodFiles();
  if (text === undefined) files.delete(name);
  else files.set(name, text);
  return files;
};
const log = (...tokens: readonly string[]): Map<string, string> => changed(evidenceFiles.events, lines(...tokens));
const answered = (token: string): Map<string, string> => changed(evidenceFiles.answer, lines(token));
const pemOf = (certificate: Buffer): string => new X509Certificate(certificate).toString();
const context = (changes: object): Map<string, string> =>
  changed(evidenceFiles.context, jsonFile({ submission, matter, destination: destinationId, events: standardNames.events, ...changes }));

test('a proof as it is kept holds in every part, for an acceptance', async () => {
  const ends = await endsOf(goodFiles());
  expect(Object.entries(ends).filter(([, outcome]) => outcome !== 'ok')).toEqual([
    ['trust', 'absent'],
    ['certificates', 'absent'],
  ]);
});

test('and for a rejection, whose problems are told', async () => {
  expect(await failedOf(answered(rejected()), { told: [{ kind: 'rejected', sentAt: receivedAt }] })).toEqual([]);
});

test('with the keys of the service from elsewhere, they are compared; keys of anybody else fail', async () => {
  expect((await endsOf(goodFiles(), { trusted: [{ ...stranger.publicJwk }, { ...service.publicJwk }] }))['trust']).toBe('ok');
  expect(await failedOf(goodFiles(), { trusted: [{ ...stranger.publicJwk }] })).toEqual(['trust']);
  expect((await endsOf(goodFiles(), { trusted: [{ kty: 'OKP', crv: 'Ed25519', x: 'x' }] }))['trust']).toBe('absent');
});

test('with authorities from elsewhere, the certificates of the service are followed to them, as they stood when it was received', async () => {
  const lasting = { from: receivedAt - 86_400_000, until: receivedAt + 86_400_000 };
  const root = makeAuthority('Wurzel', undefined, lasting);
  const signed = (until: number): Map<string, string> => {
    const certificate = certify('Dienst', service.publicKey, root, { from: receivedAt - 86_400_000, until });
    return changed(evidenceFiles.serviceKeys, keysFile([{ ...service.publicJwk, x5c: [certificate.toString('base64')] }]));
  };
  const roots = pemOf(root.certificate);
  expect((await endsOf(signed(receivedAt + 1000), { roots }))['certificates']).toBe('ok');
  expect(await failedOf(signed(receivedAt - 1000), { roots })).toEqual(['certificates']);
  expect(await failedOf(signed(receivedAt + 1000), { roots: pemOf(makeAuthority('Andere', undefined, lasting).certificate) })).toEqual([
    'certificates',
  ]);
  expect(await failedOf(goodFiles(), { roots })).toEqual(['certificates']);
});

const two = {
  [`${standardNames.events}submit-submission`]: { authenticationTags: tags },
  [`${standardNames.events}notify-submission`]: {},
};
const set = (changes: object, header: Record<string, unknown> = {}): string =>
  nodeSet(claims('submit-submission', changes, { authenticationTags: tags }), service, header);

test.each<[string, () => Map<string, string>, readonly string[]]>([
  ['an event of another type', () => log(created(), set({}, { typ: 'JWT' })), ['form']],
  ['an event with another algorithm', () => log(created(), set({}, { alg: 'RS256' })), ['form']],
  ['an event without a signature', () => log(created(), set({}, { alg: 'none' })), ['form']],
  ['an event with an algorithm of secrets', () => log(created(), set({}, { alg: 'HS512' })), ['form']],
  ['an event with critical extensions', () => log(created(), set({}, { crit: ['b64'] })), ['form']],
  ['an event that holds two', () => log(created(), set({ events: two })), ['form']],
  ['an event that holds none', () => log(created(), set({ events: {} })), ['form']],
  ['an event without an id', () => log(created(), set({ jti: undefined })), ['form']],
  ['an event with another schema', () => log(created(), set({ $schema: 'https://example.org/set.json' })), ['claims']],
  ['an event of another submission', () => log(created(), set({ sub: `submission:${randomUUID()}` })), ['claims']],
  ['an event of another case', () => log(created(), set({ txn: `case:${randomUUID()}` })), ['claims']],
  ['an event of another standard', () => log(created(), set({ events: { 'https://example.org/submit-submission': {} } })), ['claims']],
  ['an event of nobody known', () => log(created(), set({ iss: 'urn:example:somebody' })), ['claims']],
  ['an event from after it was received', () => log(created(), set({ iat: receivedAt / 1000 + 3600 })), ['claims']],
  [
    'an acceptance by the service',
    () => log(created(), submitted(), nodeSet(claims('accept-submission', {}, { authenticationTags: tags }), service)),
    ['claims'],
  ],
  [
    'an event by a foreign key',
    () => log(created(), nodeSet(claims('submit-submission', {}, { authenticationTags: tags }), stranger)),
    ['keys'],
  ],
  [
    'an event by a foreign key that calls itself the service’s',
    () => log(created(), nodeSet(claims('submit-submission', {}, { authenticationTags: tags }), { ...stranger, kid: service.kid })),
    ['signatures'],
  ],
  [
    'a foreign key under the id of the service’s',
    () => changed(evidenceFiles.serviceKeys, keysFile([{ ...stranger.publicJwk, kid: service.kid }])),
    ['signatures'],
  ],
  ['no key of the service', () => changed(evidenceFiles.serviceKeys, undefined), ['keys']],
  ['an encryption key', () => changed(evidenceFiles.serviceKeys, keysFile([{ ...service.publicJwk, key_ops: ['wrapKey'] }])), ['keys']],
  ['a key with another exponent', () => changed(evidenceFiles.serviceKeys, keysFile([{ ...service.publicJwk, e: 'Aw' }])), ['keys']],
  ['the same event twice', () => log(created(), ...Array<string>(2).fill(submitted({ jti: submission }))), ['unique']],
  ['an order that cannot be', () => log(submitted(), created()), ['order']],
  ['a log that goes back in time', () => log(created(), submitted({ iat: receivedAt / 1000 - 7200 })), ['order']],
  ['a log without a submission', () => log(created()), ['order']],
  ['other announced tags', () => log(created(), submitted({}, { authenticationTags: otherTags })), ['tags']],
  ['other computed tags', () => changed(evidenceFiles.tags, jsonFile({ announced: tags, computed: otherTags })), ['tags']],
  ['other kept tags', () => changed(evidenceFiles.tags, jsonFile({ announced: otherTags, computed: tags })), ['tags']],
  [
    'a part that was accepted and is not there',
    () => changed(evidenceFiles.tags, jsonFile({ announced: tags, computed: { metadata: tags.metadata } })),
    ['tags'],
  ],
  ['an answer with other tags', () => answered(accepted({}, { authenticationTags: otherTags })), ['answer-tags']],
  ['an answer to another submission', () => answered(accepted({ sub: `submission:${randomUUID()}` })), ['answer']],
  ['an answer of another destination', () => answered(accepted({ iss: randomUUID() })), ['answer']],
  ['an answer from before the submission', () => answered(accepted({ iat: receivedAt / 1000 - 7200 })), ['answer']],
  ['a rejection where the portal was told accepted', () => answered(rejected()), ['answer']],
  ['a rejection without a reason', () => answered(rejected({ problems: [] })), ['answer', 'answer-tags']],
  [
    'a foreign key for the answer',
    () => changed(evidenceFiles.answerKeys, keysFile([{ ...stranger.publicJwk, kid: destination.kid }])),
    ['answer-signature'],
  ],
  ['the proof of another submission', () => context({ submission: randomUUID() }), ['identity']],
  ['another case', () => context({ matter: randomUUID() }), ['claims']],
  ['another destination', () => context({ destination: randomUUID() }), ['answer']],
  ['a file that is not known', () => new Map([...goodFiles(), ['notes.txt', 'x']]), ['files']],
  ['no context', () => changed(evidenceFiles.context, undefined), ['files']],
  ['keys that are none', () => changed(evidenceFiles.serviceKeys, '{"keys":[{"kty":"oct","k":"AA"}]}'), ['files']],
  ['two answers', () => changed(evidenceFiles.answer, lines(accepted(), accepted())), ['files']],
  ['a log without its last end of line', () => changed(evidenceFiles.events, submitted()), ['files']],
])('%s is found', async (_, files, expected) => {
  expect(await failedOf(files())).toEqual(expect.arrayContaining([...expected]));
});

test('a changed character of any token is found, whichever it is', async () => {
  const files = goodFiles();
  const events = files.get(evidenceFiles.events) ?? '';
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const change = fc.record({ at: fc.nat(events.length - 1), to: fc.constantFrom(...alphabet, '.', '\n', ' ') });
  await fc.assert(
    fc.asyncProperty(change, async ({ at, to }) => {
      fc.pre(events[at] !== to);
      const other = new Map(files).set(evidenceFiles.events, `${events.slice(0, at)}${to}${events.slice(at + 1)}`);
      expect((await failedOf(other)).length).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
});

test('whatever the files hold, it is told and not thrown', async () => {
  const names = fc.constantFrom(...Object.values(evidenceFiles));
  const content = fc.oneof(fc.string(), fc.json(), fc.constant('{"keys":[]}'), fc.constant('eyJ9.e30.AA\n'));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, content), async (made) => {
      const files = new Map(Object.entries(made));
      for (const outcome of Object.values(await endsOf(files))) expect(['ok', 'failed', 'absent']).toContain(outcome);
    }),
    { numRuns: 200 },
  );
});

test('parts that differ from what was announced fail an acceptance; of what was rejected for that they prove nothing, and nothing is wrong', async () => {
  const files = changed(evidenceFiles.tags, jsonFile({ announced: tags, computed: otherTags })).set(
    evidenceFiles.answer,
    lines(rejected()),
  );
  const ends = await endsOf(files, { told: [{ kind: 'rejected', sentAt: receivedAt }] });
  expect([ends['tags'], Object.values(ends).includes('failed')]).toEqual(['absent', false]);
});

test('what was never proved is told as such, and nothing is said to hold', async () => {
  const files = new Map([
    [evidenceFiles.context, jsonFile({ submission, matter, destination: destinationId })],
    [evidenceFiles.tags, jsonFile({ computed: {} })],
    [evidenceFiles.unproved, lines('not a token', submitted()).replace('not a token', 'x.y.z')],
  ]);
  const ends = await endsOf(files, { told: [] });
  expect(ends).toMatchObject({ unproved: 'absent', signatures: 'absent', order: 'absent', answer: 'absent' });
  expect(Object.values(ends)).not.toContain('failed');
});
