import { CompactSign, compactVerify, importJWK } from 'jose';
import { isObject, parseJson } from '../http/read-body.ts';
import type { RsaJwk } from './keys.ts';

/** The header or the claims of an event token, as read and not yet believed. */
export type Claims = Readonly<Record<string, unknown>>;

/** An event token taken apart. */
export interface ReadToken {
  readonly header: Claims;
  readonly claims: Claims;
}

/** The header of a proper event token. */
export const tokenType = 'secevent+jwt';

/** Signs claims as a compact JWS; the header's changes are for tests of receivers. */
export async function signToken(claims: Claims, key: RsaJwk, header: Claims = {}): Promise<string> {
  const full = { typ: tokenType, alg: 'PS512', kid: key.kid, ...header };
  const signer = await importJWK(withoutUse(key), full.alg);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(full).sign(signer);
}

/** Takes a token apart without looking at its signature; undefined when it is none. */
export function readToken(jws: string): ReadToken | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(jws)) return undefined;
  const [head = '', body = ''] = jws.split('.');
  const header = decode(head);
  const claims = decode(body);
  return isObject(header) && isObject(claims) ? { header, claims } : undefined;
}

/** Whether the signature of a token is that of a key, by PS512 and nothing else. */
export async function isSignedBy(jws: string, key: RsaJwk): Promise<boolean> {
  const verifier = await importJWK(withoutUse(key), 'PS512');
  return compactVerify(jws, verifier, { algorithms: ['PS512'] }).then(
    () => true,
    () => false,
  );
}

function decode(segment: string): unknown {
  return parseJson(Buffer.from(segment, 'base64url').toString('utf8'));
}

/** Without `key_ops` and `alg`: what is asked of the key here is said by the caller. */
function withoutUse(key: RsaJwk): Omit<RsaJwk, 'key_ops' | 'alg' | 'x5c'> {
  const { key_ops: _ops, alg: _alg, x5c: _chain, ...rest } = key;
  return rest;
}
