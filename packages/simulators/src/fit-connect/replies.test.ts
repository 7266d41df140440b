import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerReply, demoSender, makeKeyPair, readReplies, senderFor, startFitConnect, type FitConnect, type KeyPair } from './index.ts';
import { Portal, sealJwe } from './portal.test-support.ts';
import { Receiver } from './receiver.test-support.ts';

let service: FitConnect;
let receiver: Receiver;
let encryption: KeyPair;
let signature: KeyPair;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
  receiver = new Receiver(service);
  [encryption, signature] = await Promise.all([makeKeyPair('encryption', 2048), makeKeyPair('signature', 2048)]);
  service.addClient({ ...demoSender, verificationKeys: [signature.publicKey] });
});
afterAll(() => service.close());

async function reply(caseId: string): Promise<string> {
  const attachmentId = randomUUID();
  const send = (method: string, path: string, body: object): Promise<Response> =>
    receiver.call(method, path, { body: JSON.stringify(body), type: 'application/json' });
  const announced = await send('POST', '/replies', { caseId, announcedAttachments: [attachmentId] });
  const { replyId } = (await announced.json()) as { replyId: string };
  const body = sealJwe('Bescheid', encryption.publicKey, { cty: 'application/pdf' });
  await receiver.call('PUT', `/replies/${replyId}/attachments/${attachmentId}`, { body, type: 'application/jose' });
  const sealed = sealJwe('{"text":"bewilligt"}', encryption.publicKey);
  const done = await send('PUT', `/replies/${replyId}`, { encryptedMetadata: sealed, encryptedData: sealed });
  expect([announced.status, done.status]).toEqual([201, 200]);
  return replyId;
}

test('a receiver replies within a case, and the sender reads and accepts the reply', async () => {
  const { caseId } = await new Portal(service).submit();
  const replyId = await reply(caseId);
  const [read] = await readReplies(senderFor(service), encryption.privateKey);
  expect(read).toMatchObject({ replyId, caseId, metadata: { text: 'bewilligt' } });
  expect(Object.values(read!.attachments).map((bytes) => new TextDecoder().decode(bytes))).toEqual(['Bescheid']);
  await answerReply(senderFor(service), read!, { signingKey: signature.privateKey });
  expect(service.witness.item(replyId)).toMatchObject({ kind: 'reply', state: 'accepted', acceptsPosted: 1 });
  expect(await readReplies(senderFor(service), encryption.privateKey)).toEqual([]);
  await expect(answerReply(senderFor(service), read!, { signingKey: signature.privateKey })).rejects.toMatchObject({ status: 409 });
});

test('a reply can be rejected, and only by the sender that it is for', async () => {
  const { caseId } = await new Portal(service).submit();
  const replyId = await reply(caseId);
  const [read] = await readReplies(senderFor(service), encryption.privateKey);
  const problems = [{ type: 'urn:a', title: 'x', detail: 'x', instance: 'data' }];
  await expect(answerReply(senderFor(service), read!, { signingKey: encryption.privateKey, problems })).rejects.toMatchObject({
    status: 422,
  });
  const other = { clientId: 'other', clientSecret: 's', name: 'x', roles: ['sender' as const] };
  service.addClient(other);
  const stranger = { ...senderFor(service), clientId: 'other', clientSecret: 's' };
  expect(await readReplies(stranger, encryption.privateKey)).toEqual([]);
  await expect(answerReply(stranger, read!, { signingKey: signature.privateKey })).rejects.toMatchObject({ status: 403 });
  await answerReply(senderFor(service), read!, { signingKey: signature.privateKey, problems });
  expect(service.witness.item(replyId)).toMatchObject({ state: 'rejected' });
});

test('a sender with a destination of its own answers in the name of that', async () => {
  const { destinationId, privateKeys } = await service.addDestination({ clients: [demoSender.clientId] });
  service.addClient({ ...demoSender, roles: ['sender', 'subscriber'] });
  const { caseId } = await new Portal(service).submit();
  const replyId = await reply(caseId);
  const [read] = await readReplies(senderFor(service), encryption.privateKey);
  await answerReply(senderFor(service), read!, { signingKey: privateKeys!.signing, issuer: destinationId });
  expect(service.witness.item(replyId)).toMatchObject({ state: 'accepted' });
});

test('a receiver replies only in cases of its own', async () => {
  const other = { clientId: 'other-receiver', clientSecret: 's', name: 'x', roles: ['subscriber' as const] };
  service.addClient(other);
  await service.addDestination({ clients: ['other-receiver'] });
  const { caseId } = await new Portal(service).submit();
  const answer = await new Receiver(service, { client: other }).call('POST', '/replies', {
    body: JSON.stringify({ caseId }),
    type: 'application/json',
  });
  expect(answer.status).toBe(403);
  expect((await receiver.call('POST', '/replies', { body: '{}', type: 'application/json' })).status).toBe(400);
});
