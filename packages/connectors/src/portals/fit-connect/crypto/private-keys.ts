import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto';
import { ConfigurationFault, type SecretReader } from '@amtsbote/sdk';
import { bareKey, type KeyUse, type PrivateJwk, privateJwk, type PublicJwk, unfitFor } from './jwk.ts';

/** Unwraps the keys of content that was encrypted for us. */
export interface DecryptionKey {
  readonly kid: string;
  /** Its public half, without what it may be used for. */
  readonly publicKey: PublicJwk;
  /** @throws an error without content when the bytes were not made with this key */
  unwrap(encryptedKey: Uint8Array): Promise<Uint8Array>;
}

/** Signs our events. */
export interface SigningKey {
  readonly kid: string;
  /** Its public half, without what it may be used for. */
  readonly publicKey: PublicJwk;
  readonly key: KeyObject;
}

/** How keys are read. */
export interface KeyReading {
  readonly secrets: SecretReader;
  readonly minimumBits: number;
}

/**
 * Reads a private key for decryption.
 *
 * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE | AB_CONFIG_INVALID
 */
export async function readDecryptionKey(reference: string, reading: KeyReading): Promise<DecryptionKey> {
  const jwk = await readKey(reference, 'unwrapKey', reading);
  const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' };
  const key = await webcrypto.subtle.importKey('jwk', bareKey(jwk), algorithm, false, ['decrypt']);
  // Not the synchronous one of node:crypto: it would hold up everything else for the length of an RSA operation.
  return {
    kid: jwk.kid,
    publicKey: publicOf(jwk),
    unwrap: async (bytes) => new Uint8Array(await webcrypto.subtle.decrypt(algorithm, key, Buffer.from(bytes))),
  };
}

/**
 * Reads a private key for signatures.
 *
 * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE | AB_CONFIG_INVALID
 */
export async function readSigningKey(reference: string, reading: KeyReading): Promise<SigningKey> {
  const jwk = await readKey(reference, 'sign', reading);
  return { kid: jwk.kid, publicKey: publicOf(jwk), key: createPrivateKey({ key: bareKey(jwk), format: 'jwk' }) };
}

function publicOf({ kty, n, e, kid }: PrivateJwk): PublicJwk {
  return { kty, n, e, kid };
}

async function readKey(reference: string, use: KeyUse, { secrets, minimumBits }: KeyReading): Promise<PrivateJwk> {
  const parsed = privateJwk.safeParse(parseJson(await secrets.get(reference)));
  if (!parsed.success) throw unusable(reference, 'it is no private RSA key (JWK) with a key id');
  const unfit = unfitFor(parsed.data, use, minimumBits);
  if (unfit !== undefined) throw unusable(reference, unfit);
  return parsed.data;
}

function unusable(reference: string, why: string): ConfigurationFault {
  return new ConfigurationFault('AB_CONFIG_INVALID', `The key ${reference} cannot be used: ${why}`, {
    hint: 'Store a private JWK as secret: RSA, with `kid`, one operation in `key_ops`.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
