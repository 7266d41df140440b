import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z, type ZodType } from '@amtsbote/sdk/zod';

/** A public RSA key (RFC 7517) as FIT-Connect uses it. */
export interface PublicJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly alg?: string | undefined;
  readonly key_ops?: readonly string[] | undefined;
  /** The chain of certificates (DER in base64), the key's own first. */
  readonly x5c?: readonly string[] | undefined;
}

/** A private RSA key. */
export interface PrivateJwk extends PublicJwk {
  readonly d: string;
  readonly p: string;
  readonly q: string;
  readonly dp: string;
  readonly dq: string;
  readonly qi: string;
}

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const publicMembers = {
  kty: z.literal('RSA'),
  n: base64url,
  e: base64url,
  kid: z.string().regex(/^[A-Za-z0-9._~=+-]{8,64}$/),
  alg: z.string().optional(),
  key_ops: z.array(z.string()).optional(),
  x5c: z
    .array(
      z
        .string()
        .max(20_000)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/),
    )
    .max(10)
    .optional()
    // What is no chain is as good as none: whether one is needed is not for the shape to say.
    .catch(undefined),
};

/** Shape of {@link PublicJwk}; other members are dropped. */
export const publicJwk: ZodType<PublicJwk> = z.object(publicMembers);

/** Shape of {@link PrivateJwk}; other members are dropped. */
export const privateJwk: ZodType<PrivateJwk> = z.object({
  ...publicMembers,
  d: base64url,
  p: base64url,
  q: base64url,
  dp: base64url,
  dq: base64url,
  qi: base64url,
});

/** What a key is for, and its algorithm. */
export const keyUses = {
  wrapKey: 'RSA-OAEP-256',
  unwrapKey: 'RSA-OAEP-256',
  sign: 'PS512',
  verify: 'PS512',
} as const;

/** A name of {@link keyUses}. */
export type KeyUse = keyof typeof keyUses;

/** Why a key must not be used so; undefined when it may. */
export function unfitFor(jwk: PublicJwk, use: KeyUse, minimumBits: number): string | undefined {
  if (jwk.e !== 'AQAB') return 'its exponent is not 65537';
  if (bitsOf(jwk) < minimumBits) return `it has fewer than ${minimumBits} bits`;
  if (jwk.alg !== undefined && jwk.alg !== keyUses[use]) return `its algorithm is not ${keyUses[use]}`;
  if (jwk.key_ops !== undefined && (jwk.key_ops.length !== 1 || jwk.key_ops[0] !== use)) return `its only operation is not ${use}`;
  return undefined;
}

/** The size of a key. */
export function bitsOf({ n }: Pick<PublicJwk, 'n'>): number {
  const bytes = Buffer.from(n, 'base64url');
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24;
}

/** Whether two are one key, whatever they are called. */
export function sameKey(one: Pick<PublicJwk, 'n' | 'e'>, other: Pick<PublicJwk, 'n' | 'e'>): boolean {
  return thumbprint(one) === thumbprint(other);
}

/** The thumbprint of a key (RFC 7638, SHA-256): the key id that the standard recommends. */
export function thumbprint({ n, e }: Pick<PublicJwk, 'n' | 'e'>): string {
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
}

const made = new WeakMap<PublicJwk, KeyObject>();

/** A key for checking signatures, or for encrypting. Made once of each: a run verifies hundreds of events with one key. */
export function publicKeyOf(jwk: PublicJwk): KeyObject {
  const { kty, n, e } = jwk;
  const key = made.get(jwk) ?? createPublicKey({ key: { kty, n, e } satisfies JsonWebKey, format: 'jwk' });
  made.set(jwk, key);
  return key;
}

/** The members that make a private key, without those that say what it may be used for: some libraries refuse a key with them. */
export function bareKey({ kty, n, e, d, p, q, dp, dq, qi }: PrivateJwk): JsonWebKey {
  return { kty, n, e, d, p, q, dp, dq, qi };
}
