/**
 * The vectors in `fixtures/` were made once: each JWE and each event by node:crypto alone, step by step, and by jose. All that reads them must
 * say the same of each: the connector, jose, and the steps written out below.
 */
import { constants, createDecipheriv, createPrivateKey, createPublicKey, type JsonWebKey, privateDecrypt, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { compactDecrypt, CompactEncrypt, compactVerify } from 'jose';
import { expect, test } from 'vitest';
import { signAnswer } from './answer/answer-token.ts';
import { decryptSmall } from './crypto/decrypt.ts';
import type { PrivateJwk, PublicJwk } from './crypto/jwk.ts';
import { readDecryptionKey, readSigningKey } from './crypto/private-keys.ts';
import { parseSet } from './events/set-token.ts';
import { verifySet } from './events/verify-set.ts';
import { nodeJwe, testKeys } from './fit-connect.test-support.ts';
import { standardNames } from './names.ts';
import { ofText } from './receive/spool.ts';

interface Vectors {
  readonly keys: { readonly decryption: PrivateJwk; readonly service: PublicJwk; readonly destination: PublicJwk };
  readonly submission: string;
  readonly matter: string;
  readonly destination: string;
  readonly jwe: readonly { readonly name: string; readonly madeBy: string; readonly plain: string; readonly jwe: string }[];
  readonly sets: readonly SetVector[];
}

interface SetVector {
  readonly name: string;
  readonly madeBy: string;
  readonly key: 'service' | 'destination';
  readonly valid: boolean;
  readonly token: string;
}

const file = join(import.meta.dirname, 'fixtures', 'vectors.json');
const { keys, submission, matter, destination, jwe: encrypted, sets } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

const secrets = (key: object): { get(): Promise<string> } => ({ get: async () => JSON.stringify(key) });
const minimumBits = 2048;

const publicKey = ({ n, e }: PublicJwk): ReturnType<typeof createPublicKey> =>
  createPublicKey({ key: { kty: 'RSA', n, e } satisfies JsonWebKey, format: 'jwk' });
const privateKey = createPrivateKey({ key: { ...keys.decryption, key_ops: [] } as unknown as JsonWebKey, format: 'jwk' });

/** RFC 7516, section 5.2, for the one pair of algorithms. */
function openByHand(jwe: string): Buffer {
  const [head = '', wrapped = '', iv = '', ciphertext = '', tag = ''] = jwe.split('.');
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const key = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, bytes(wrapped));
  const cipher = createDecipheriv('aes-256-gcm', key, bytes(iv)).setAAD(Buffer.from(head, 'ascii')).setAuthTag(bytes(tag));
  const plain = Buffer.concat([cipher.update(bytes(ciphertext)), cipher.final()]);
  const { zip } = JSON.parse(bytes(head).toString('utf8')) as { zip?: string };
  return zip === 'DEF' ? inflateRawSync(plain) : plain;
}

/** RFC 7515, section 5.2, for PS512. */
function isSignedByHand(token: string, key: PublicJwk): boolean {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString('utf8')) as { alg?: string };
  const how = { key: publicKey(key), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
  return alg === 'PS512' && verify('sha512', Buffer.from(`${head}.${payload}`), how, Buffer.from(signature, 'base64url'));
}

async function isSignedForJose(token: string, key: PublicJwk): Promise<boolean> {
  return compactVerify(token, publicKey(key), { algorithms: ['PS512'] }).then(
    () => true,
    () => false,
  );
}

async function isTaken(token: string): Promise<boolean> {
  const found = (jwk: PublicJwk) => async (kid: string) => (jwk.kid === kid ? jwk : undefined);
  const ofDestination = async (_id: string, kid: string): Promise<PublicJwk | undefined> => found(keys.destination)(kid);
  const expected = {
    names: standardNames,
    submission,
    matter,
    destination,
    issuer: undefined,
    minimumKeyBits: minimumBits,
    now: Date.UTC(2026, 10, 22),
  };
  try {
    await verifySet(parseSet(token), { ofService: found(keys.service), ofDestination }, expected);
    return true;
  } catch {
    return false;
  }
}

test.each(encrypted)('$name, encrypted by $madeBy, is opened by the connector, by jose and by hand to the same', async ({ plain, jwe }) => {
  const wanted = Buffer.from(plain, 'base64');
  const key = await readDecryptionKey('secret:vector', { secrets: secrets(keys.decryption), minimumBits });
  expect(openByHand(jwe).equals(wanted)).toBe(true);
  expect(Buffer.from((await compactDecrypt(jwe, privateKey)).plaintext).equals(wanted)).toBe(true);
  const { bytes, tag } = await decryptSmall(ofText(jwe), { keys: [key], maxBytes: 100_000 });
  expect([bytes.equals(wanted), tag]).toEqual([true, jwe.split('.')[4]]);
});

test.each(sets)('of an event that is $name (by $madeBy), the connector, jose and the steps by hand think the same', async (vector) => {
  const { token, valid } = vector;
  const key = keys[vector.key];
  expect([isSignedByHand(token, key), await isSignedForJose(token, key), await isTaken(token)]).toEqual([valid, valid, valid]);
});

test('what jose encrypts now is opened by hand, and what is encrypted by hand by jose', async () => {
  const { kid } = keys.decryption;
  const plain = Buffer.from('Änne Müller-Lüdenscheidt ẞ '.repeat(50));
  for (const header of [{}, { zip: 'DEF' }]) {
    const full = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid, cty: 'application/json', ...header };
    const byJose = await new CompactEncrypt(plain).setProtectedHeader(full).encrypt(publicKey(keys.decryption));
    expect(openByHand(byJose).equals(plain)).toBe(true);
    const byHand = nodeJwe(plain, { ...testKeys('vectors'), kid, publicKey: publicKey(keys.decryption) }, header);
    expect(Buffer.from((await compactDecrypt(byHand, privateKey)).plaintext).equals(plain)).toBe(true);
  }
});

test('an answer of ours is verified by hand and by jose, with the claims of the standard', async () => {
  const signing = testKeys('answers', 'signature');
  const answer = await signAnswer(
    { kind: 'accept-submission', authenticationTags: { metadata: 'A'.repeat(22) } },
    {
      reportId: 'r-1',
      handle: { destination, submission, matter },
      names: standardNames,
      key: await readSigningKey('secret:signing', { secrets: secrets(signing.privateJwk), minimumBits }),
      now: Date.UTC(2026, 10, 22),
    },
  );
  expect([isSignedByHand(answer, signing.publicJwk), await isSignedForJose(answer, signing.publicJwk)]).toEqual([true, true]);
  expect(parseSet(answer)).toMatchObject({
    kid: signing.kid,
    event: `${standardNames.events}accept-submission`,
    claims: { iss: destination, sub: `submission:${submission}`, txn: `case:${matter}` },
  });
});
