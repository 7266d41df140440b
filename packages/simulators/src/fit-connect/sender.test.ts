import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  demoDestinationId,
  deviationNames,
  readAnswer,
  senderFor,
  sendSubmission,
  startFitConnect,
  waitForAnswer,
  type DeviationName,
  type FaultKind,
  type FitConnect,
  type SubmissionToSend,
} from './index.ts';
import { Receiver } from './receiver.test-support.ts';

let service: FitConnect;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
});
afterAll(() => service.close());

const submission = (deviations: readonly DeviationName[] = []): SubmissionToSend => ({
  destinationId: demoDestinationId,
  data: { bytes: Buffer.from('{"a":1}'), mimeType: 'application/json' },
  attachments: ['a', 'b'].map((name) => ({ filename: `${name}.txt`, mimeType: 'text/plain', content: Buffer.from(name) })),
  deviations,
});

const refused: readonly DeviationName[] = ['content-type-missing', 'content-type-wrong', 'zipped'];

test.each(deviationNames.filter((name) => !refused.includes(name)))('the service takes %s, and the tags are right', async (name) => {
  const sent = await sendSubmission(senderFor(service), submission([name]));
  const answer = await readAnswer(senderFor(service), sent);
  expect(answer).toMatchObject({ state: 'submitted' });
  expect(answer.events.every(({ fault }) => fault === undefined)).toBe(true);
});

test.each(refused)('the service refuses %s in v2', async (name) => {
  await expect(sendSubmission(senderFor(service), submission([name]))).rejects.toMatchObject({ status: 422 });
});

test('a deviation is what its name says, and nothing else is', async () => {
  const fetched = async (name: DeviationName): Promise<Readonly<Record<string, unknown>>> => {
    const { submissionId } = await sendSubmission(senderFor(service), submission([name]));
    return (await new Receiver(service).fetch(submissionId)).metadata;
  };
  const structure = (metadata: Readonly<Record<string, unknown>>): { attachments: { filename: string }[] } =>
    metadata['contentStructure'] as never;
  expect(structure(await fetched('attachment-unlisted')).attachments).toHaveLength(1);
  expect(structure(await fetched('attachment-unannounced')).attachments).toHaveLength(3);
  expect(structure(await fetched('attachment-name-hostile')).attachments[0]?.filename).toContain('../');
  expect(await fetched('metadata-content-missing')).not.toHaveProperty('contentStructure');
  const { submissionId } = await sendSubmission(senderFor(service), submission(['data-foreign-key']));
  await expect(new Receiver(service).fetch(submissionId)).rejects.toThrow(/oaep|decrypt/i);
});

test('metadata of version 1 name the service', async () => {
  const sent = await sendSubmission(senderFor(service, 'v1'), { ...submission(), metadataVersion: '1.3.0', zip: true });
  const { metadata } = await new Receiver(service).fetch(sent.submissionId);
  expect(metadata).toMatchObject({
    $schema: 'https://schema.fitko.de/fit-connect/metadata/1.3.0/metadata.schema.json',
    publicServiceType: { identifier: 'urn:de:fim:leika:leistung:99050012104000' },
  });
});

test('a rejection tells the sender its reasons', async () => {
  const sent = await sendSubmission(senderFor(service), submission());
  await new Receiver(service).reject(sent);
  const answer = await waitForAnswer(senderFor(service), sent, { timeoutMs: 5000 });
  expect(answer.state).toBe('rejected');
  expect(answer.events.at(-1)).toMatchObject({ by: 'receiver', problems: [{ instance: 'data', title: 'Schema' }] });
});

test('an attachment that is too large is refused in the middle, and the sender hears why', async () => {
  const small = await startFitConnect({ keyBits: 2048, limits: { attachmentBytes: 1_000_000 } });
  const attachments = [{ filename: 'a', mimeType: 'text/plain', content: Buffer.alloc(20_000_000) }];
  await expect(sendSubmission(senderFor(small), { ...submission(), attachments })).rejects.toMatchObject({ status: 413 });
  await small.close();
});

test('without an answer the sender stops waiting', async () => {
  const sent = await sendSubmission(senderFor(service), submission());
  expect(await waitForAnswer(senderFor(service), sent, { timeoutMs: 20, everyMs: 5 })).toMatchObject({ state: 'submitted' });
});

test.each<[FaultKind, string]>([
  ['set-foreign-signature', 'signature'],
  ['set-algorithm', 'header'],
  ['set-typ', 'header'],
  ['set-kid-unknown', 'signature'],
  ['set-iss-foreign', 'iss'],
  ['set-txn-foreign', 'txn'],
  ['set-two-events', 'events'],
  ['tags-data-changed', 'authenticationTags'],
  ['jwks-foreign-key', 'signature'],
])('the sender does not believe an event with %s', async (kind, fault) => {
  const sent = await sendSubmission(senderFor(service), submission());
  service.arm({ kind, times: 1 });
  const answer = await readAnswer(senderFor(service), sent);
  service.disarm();
  expect(answer.state).toBe('unknown');
  expect(answer.events.map((event) => event.fault)).toContain(fault);
});

test('after a change of keys the older submissions can still be read, and the older events verified', async () => {
  const before = await sendSubmission(senderFor(service), submission());
  await service.rotateEncryptionKey(demoDestinationId);
  await service.rotateServiceKey();
  const after = await sendSubmission(senderFor(service), submission());
  const receiver = new Receiver(service);
  for (const sent of [before, after]) expect(await receiver.accept(await receiver.fetch(sent.submissionId))).toBe(204);
  expect((await readAnswer(senderFor(service), before)).state).toBe('accepted');
  await service.rotateServiceKey({ keepOld: false });
  const forgotten = await readAnswer(senderFor(service), after);
  expect(forgotten.events.map(({ by, fault }) => [by, fault])).toEqual([
    ['service', 'signature'],
    ['service', 'signature'],
    ['service', 'signature'],
    ['receiver', undefined],
  ]);
});
