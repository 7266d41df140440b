import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, compactDecrypt, compactVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encrypt, encryptStream } from './crypto/encrypt.ts';
import { isSignedBy, signToken } from './crypto/event-token.ts';
import { JweProbe, probeJwe } from './crypto/jwe-probe.ts';
import { demoDestinationId, makeKeyPair, senderFor, sendSubmission, startFitConnect, type FitConnect, type KeyPair } from './index.ts';
import { faultsOfJson } from './json-schema.test-support.ts';
import { sealJwe } from './portal.test-support.ts';
import { isJwsBy, openJwe, Receiver, sha512, signJws } from './receiver.test-support.ts';

let encryption: KeyPair;
let signature: KeyPair;
let service: FitConnect;

beforeAll(async () => {
  [encryption, signature] = await Promise.all([makeKeyPair('encryption', 2048), makeKeyPair('signature', 2048)]);
  service = await startFitConnect({ keyBits: 2048 });
});
afterAll(() => service.close());

const text = 'Ä text of some length. '.repeat(50);
const bytes = new TextEncoder().encode(text);
const joined = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  let jwe = '';
  for await (const piece of pieces) jwe += Buffer.from(piece).toString('ascii');
  return jwe;
};
const privateKeyOf = ({ privateKey }: KeyPair): KeyObject => createPrivateKey({ key: { ...privateKey }, format: 'jwk' });
const publicKeyOf = ({ publicKey }: KeyPair): KeyObject => createPublicKey({ key: { ...publicKey }, format: 'jwk' });

async function* oneByOne(pieces: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* pieces;
}

test.each([undefined, 'DEF'])('what jose encrypts with zip %s, node:crypto alone opens', async (zip) => {
  const jwe = await encrypt(bytes, { key: encryption.publicKey, header: { cty: 'text/plain', zip } });
  expect(openJwe(jwe, encryption.privateKey).toString()).toBe(text);
});

test.each([{}, { zip: 'DEF' }])('what node:crypto alone encrypts with header %j, jose opens', async (header) => {
  const { plaintext } = await compactDecrypt(sealJwe(text, encryption.publicKey, header), privateKeyOf(encryption));
  expect(new TextDecoder().decode(plaintext)).toBe(text);
});

test.each([[[]], [[1]], [[2, 2]], [[3, 5, 7, 1000]]])('a stream of pieces of %j bytes is one JWE that both open', async (sizes) => {
  const pieces = sizes.map((size) => Buffer.alloc(size, 'x'));
  const jwe = await joined(encryptStream(oneByOne(pieces), { key: encryption.publicKey, header: { cty: 'text/plain' } }));
  const { plaintext } = await compactDecrypt(jwe, privateKeyOf(encryption));
  expect(Buffer.from(plaintext).equals(Buffer.concat(pieces))).toBe(true);
  expect(openJwe(jwe, encryption.privateKey).equals(Buffer.concat(pieces))).toBe(true);
});

test('what jose signs, node:crypto alone verifies, and the other way round', async () => {
  const claims = { jti: 'x', events: {} };
  const jws = await signToken(claims, signature.privateKey);
  expect(isJwsBy(jws, signature.publicKey)).toBe(true);
  expect(
    isJwsBy(
      jws.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
      signature.publicKey,
    ),
  ).toBe(false);
  const own = signJws(claims, signature.privateKey);
  expect(await isSignedBy(own, signature.publicKey)).toBe(true);
  expect(await isSignedBy(own, encryption.publicKey)).toBe(false);
  expect((await compactVerify(own, publicKeyOf(signature))).protectedHeader).toMatchObject({
    typ: 'secevent+jwt',
    alg: 'PS512',
  });
});

test('every event of the service can be verified with the key it publishes', async () => {
  const data = { bytes, mimeType: 'application/xml' as const };
  const sent = await sendSubmission(senderFor(service), { destinationId: demoDestinationId, data });
  const { keys } = (await (await fetch(`${service.url}/.well-known/jwks.json`, { headers: { 'user-agent': 'A/1' } })).json()) as {
    keys: [KeyPair['publicKey']];
  };
  const log = service.witness.eventLog(sent.caseId);
  expect(log.map((jws) => isJwsBy(jws, keys[0]))).toEqual([true, true, true]);
});

test('the name of a key is its thumbprint', async () => {
  expect(encryption.publicKey.kid).toBe(await calculateJwkThumbprint({ kty: 'RSA', n: encryption.publicKey.n, e: 'AQAB' }));
  expect(Object.keys(encryption.publicKey)).not.toContain('d');
});

test('a probe sees the same of a JWE in pieces of any size', async () => {
  const jwe = await encrypt(bytes, { key: encryption.publicKey, header: { cty: 'text/plain' } });
  for (const size of [1, 7, 100, 100_000]) {
    const probe = new JweProbe();
    for (let at = 0; at < jwe.length; at += size) probe.push(Buffer.from(jwe.slice(at, at + size)));
    expect(probe.finish()).toEqual(probeJwe(jwe));
  }
  expect(probeJwe(jwe)).toMatchObject({ header: { cty: 'text/plain' }, tag: jwe.split('.')[4] });
  expect([probeJwe(`${jwe}.x`), probeJwe(`${jwe}x`), probeJwe(jwe.replace('.', '.\n'))].map((result) => typeof result)).toEqual([
    'string',
    'string',
    'string',
  ]);
});

const schemaFile = join(process.env['AMTSBOTE_CORPUS'] ?? '', 'fit-connect', 'metadata-2.1.0.schema.json');

test.skipIf(!existsSync(schemaFile))('the sender’s metadata are valid by the official schema, with fragments and all', async () => {
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
  const content = Buffer.alloc(2500, 'x');
  const sent = await sendSubmission(senderFor(service), {
    destinationId: demoDestinationId,
    data: { bytes, mimeType: 'application/json' },
    attachments: [
      { filename: 'antrag.pdf', mimeType: 'application/pdf', content, purpose: 'form', description: 'Antrag' },
      { filename: 'klein.txt', mimeType: 'text/plain', content: content.subarray(0, 10) },
    ],
    fragmentBytes: 1000,
    replyChannel: { eMail: { address: 'max@example.org' } },
    additionalReferenceInfo: { senderReference: 'P-1', applicationDate: '2026-06-01' },
    metadata: { paymentInformation: { transactionId: 'T-1', transactionReference: 'K-1', paymentMethod: 'OTHER', status: 'BOOKED' } },
  });
  const read = await new Receiver(service).fetch(sent.submissionId);
  expect(faultsOfJson(schema, read.metadata)).toEqual([]);
  expect(read.metadata).toMatchObject({ paymentInformation: { status: 'BOOKED' } });
  const { contentStructure } = read.metadata as {
    contentStructure: { data: { hash: { content: string } }; attachments: { fragments?: string[]; hash: { content: string } }[] };
  };
  expect(contentStructure.data.hash.content).toBe(sha512(bytes));
  expect(contentStructure.attachments[0]).toMatchObject({ fragments: sent.attachmentIds.slice(0, 3), hash: { content: sha512(content) } });
  expect(Buffer.concat(read.attachments.slice(0, 3)).equals(content)).toBe(true);
  expect(read.attachments.map(({ length }) => length)).toEqual([1000, 1000, 500, 10]);
  expect(faultsOfJson(schema, { ...read.metadata, $schema: 'x', additionalReferenceInfo: { other: 1 } })).toEqual([
    '/$schema: pattern',
    '/additionalReferenceInfo/other: not allowed',
  ]);
});
