import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint } from 'jose';

/** An RSA key as JSON; with `d` and the primes it is the private one. */
export interface RsaJwk {
  readonly kty: 'RSA';
  readonly alg: 'RSA-OAEP-256' | 'PS512';
  readonly key_ops: readonly ('wrapKey' | 'unwrapKey' | 'sign' | 'verify')[];
  readonly kid: string;
  readonly n: string;
  readonly e: string;
  readonly d?: string;
  readonly p?: string;
  readonly q?: string;
  readonly dp?: string;
  readonly dq?: string;
  readonly qi?: string;
  /** The chain of certificates, the key's own first. */
  readonly x5c?: readonly string[];
}

/** Both halves of a key. */
export interface KeyPair {
  readonly privateKey: RsaJwk;
  readonly publicKey: RsaJwk;
}

const uses = {
  encryption: { alg: 'RSA-OAEP-256', privateOp: 'unwrapKey', publicOp: 'wrapKey' },
  signature: { alg: 'PS512', privateOp: 'sign', publicOp: 'verify' },
} as const;

/** Makes an RSA key whose `kid` is its thumbprint (RFC 7638, SHA-256). */
export async function makeKeyPair(use: keyof typeof uses, bits = 4096): Promise<KeyPair> {
  const { alg, privateOp, publicOp } = uses[use];
  const made = await promisify(generateKeyPair)('rsa', { modulusLength: bits, publicExponent: 0x10001 });
  const secret = made.privateKey.export({ format: 'jwk' });
  const open = made.publicKey.export({ format: 'jwk' }) as { n: string; e: string };
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n: open.n, e: open.e });
  const common = { kty: 'RSA', alg, kid, n: open.n, e: open.e } as const;
  return {
    privateKey: { ...secret, ...common, key_ops: [privateOp] },
    publicKey: { ...common, key_ops: [publicOp] },
  };
}

/** The public half of a key, as a key of Node. */
export function publicKeyOf({ kty, n, e }: RsaJwk): KeyObject {
  return createPublicKey({ key: { kty, n, e }, format: 'jwk' });
}
