import {
  createCipheriv,
  createHash,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  sign,
} from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { constants } from 'node:crypto';
import type { PrivateJwk, PublicJwk } from './crypto/jwk.ts';
import { type DecryptionKey, readDecryptionKey } from './crypto/private-keys.ts';

/** A pair of keys as a test has them: made once per process, and smaller than the field allows, because making them takes long. */
export interface TestKeys {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly publicJwk: PublicJwk;
  readonly privateJwk: PrivateJwk;
}

const made = new Map<string, TestKeys>();

/** The keys of a name; the same name, the same keys. */
export function testKeys(name: string, use: 'encryption' | 'signature' = 'encryption'): TestKeys {
  const known = made.get(`${use} ${name}`);
  if (known !== undefined) return known;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
  const [pub, priv, alg] = use === 'encryption' ? ['wrapKey', 'unwrapKey', 'RSA-OAEP-256'] : ['verify', 'sign', 'PS512'];
  const keys: TestKeys = {
    kid,
    publicKey,
    privateKey,
    publicJwk: { kty: 'RSA', n, e, kid, alg, key_ops: [pub] },
    privateJwk: { ...(privateKey.export({ format: 'jwk' }) as JsonWebKey & PrivateJwk), kid, alg, key_ops: [priv] },
  };
  made.set(`${use} ${name}`, keys);
  return keys;
}

/** The private key as the connector reads it. */
export function decryptionKey({ privateJwk }: TestKeys): Promise<DecryptionKey> {
  return readDecryptionKey('secret:test', { secrets: { get: async () => JSON.stringify(privateJwk) }, minimumBits: 2048 });
}

/** A JWE, made by node:crypto alone. */
export function nodeJwe(plain: Uint8Array, { kid, publicKey }: TestKeys, header: Record<string, unknown> = {}): string {
  const head = Buffer.from(JSON.stringify({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid, cty: 'application/json', ...header })).toString(
    'base64url',
  );
  const [key, iv] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(head));
  const content = header['zip'] === 'DEF' ? deflateRawSync(plain) : plain;
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  const wrapped = publicEncrypt({ key: publicKey, oaepHash: 'sha256' }, key);
  return [head, ...[wrapped, iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

/** A signed event token, made by node:crypto alone. */
export function nodeSet(claims: object, { kid, privateKey }: TestKeys, header: Record<string, unknown> = {}): string {
  const parts = [{ typ: 'secevent+jwt', alg: 'PS512', kid, ...header }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('sha512', Buffer.from(parts.join('.')), {
    key: privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 64,
  });
  return [...parts, signature.toString('base64url')].join('.');
}

/** Bytes in pieces of so many, as a connection may bring them. */
export function inPieces(bytes: Uint8Array | string, size: number): AsyncIterable<Uint8Array> {
  const all = Buffer.from(bytes as Uint8Array);
  return (async function* pieces() {
    for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
  })();
}
