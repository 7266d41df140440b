import { calculateJwkThumbprint } from 'jose';
import { expect, test } from 'vitest';
import { testKeys } from '../fit-connect.test-support.ts';
import { bitsOf, thumbprint, unfitFor } from './jwk.ts';

/** The example of RFC 7638, section 3.1. */
const example =
  '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';

test('a thumbprint is that of the standard, and that of jose', async () => {
  expect(thumbprint({ n: example, e: 'AQAB' })).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  const { publicJwk } = testKeys('any');
  expect(thumbprint(publicJwk)).toBe(await calculateJwkThumbprint({ kty: 'RSA', n: publicJwk.n, e: publicJwk.e }));
});

test('the size of a key counts its bits, whatever stands before them', () => {
  expect(bitsOf({ n: example })).toBe(2048);
  expect(bitsOf({ n: Buffer.concat([Buffer.alloc(9), Buffer.from(example, 'base64url')]).toString('base64url') })).toBe(2048);
  expect([bitsOf({ n: 'AQ' }), bitsOf({ n: 'AA' })]).toEqual([1, 0]);
});

test('a key is for one thing, and large enough', () => {
  const { publicJwk } = testKeys('any');
  expect(unfitFor(publicJwk, 'wrapKey', 2048)).toBeUndefined();
  expect(unfitFor(publicJwk, 'wrapKey', 4096)).toContain('4096');
  expect(unfitFor(publicJwk, 'verify', 2048)).toContain('PS512');
  expect(unfitFor({ ...publicJwk, alg: undefined }, 'verify', 2048)).toContain('verify');
  expect(unfitFor({ ...publicJwk, key_ops: ['wrapKey', 'verify'] }, 'wrapKey', 2048)).toContain('only operation');
});
