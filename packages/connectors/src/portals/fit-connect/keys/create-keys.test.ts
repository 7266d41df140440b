import { compactDecrypt, CompactEncrypt, CompactSign, compactVerify, importJWK, type JWK } from 'jose';
import { expect, test } from 'vitest';
import { type PrivateJwk, unfitFor } from '../crypto/jwk.ts';
import { readDecryptionKey, readSigningKey } from '../crypto/private-keys.ts';
import { createDestinationKeys, parsePrivateKey, publicHalf } from './create-keys.ts';

const bits = 2048;
const made = createDestinationKeys(bits);

/** As jose takes it: it refuses keys of RSA-OAEP whose operations are those of the standard. */
const imported = ({ key_ops: _operations, ...jwk }: Partial<PrivateJwk>): ReturnType<typeof importJWK> =>
  importJWK({ ...jwk, kty: 'RSA' } as JWK);

test('new keys work with their public halves, and are taken by the connector', async () => {
  const { decryption, signing } = await made;
  const jwe = await new CompactEncrypt(Buffer.from('x'))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
    .encrypt(await imported(publicHalf(decryption)));
  expect(Buffer.from((await compactDecrypt(jwe, await imported(decryption))).plaintext).toString()).toBe('x');
  const jws = await new CompactSign(Buffer.from('y')).setProtectedHeader({ alg: 'PS512' }).sign(await imported(signing));
  expect(Buffer.from((await compactVerify(jws, await imported(publicHalf(signing)))).payload).toString()).toBe('y');
  const reading = (key: PrivateJwk): Parameters<typeof readSigningKey>[1] => ({
    secrets: { get: async () => JSON.stringify(key) },
    minimumBits: bits,
  });
  expect((await readDecryptionKey('secret:a', reading(decryption))).kid).toBe(decryption.kid);
  expect((await readSigningKey('secret:b', reading(signing))).kid).toBe(signing.kid);
});

test('a public half holds nothing private, and is fit for its use alone', async () => {
  const { decryption, signing } = await made;
  expect(Object.keys(publicHalf(decryption)).sort()).toEqual(['alg', 'e', 'key_ops', 'kid', 'kty', 'n']);
  expect([unfitFor(publicHalf(decryption), 'wrapKey', bits), unfitFor(publicHalf(signing), 'verify', bits)]).toEqual([
    undefined,
    undefined,
  ]);
  expect(unfitFor(publicHalf(signing), 'wrapKey', bits)).toBeDefined();
});

test.each(['', 'x', '{}', '{"kty":"RSA"}'])('what is no private key is none: %s', (text) => {
  expect(parsePrivateKey(text)).toBeUndefined();
});

test('a key for another use, too small, or public is refused by the name of its secret', async () => {
  const { decryption } = await made;
  const read = async (key: unknown, minimumBits: number): Promise<string> =>
    readSigningKey('secret:fit', { secrets: { get: async () => JSON.stringify(key) }, minimumBits }).then(
      () => 'taken',
      (error: unknown) => String(error),
    );
  for (const [key, least] of [
    [decryption, bits],
    [publicHalf(decryption), bits],
    [{ ...decryption, key_ops: ['sign'], alg: 'PS512' }, 4096],
  ] as const) {
    const told = await read(key, least);
    expect(told).toMatch(/^ConfigurationFault: The key secret:fit cannot be used/);
    expect(told).not.toContain(decryption.d.slice(0, 20));
  }
});
