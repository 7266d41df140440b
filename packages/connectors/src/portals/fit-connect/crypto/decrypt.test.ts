import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { compactDecrypt, CompactEncrypt } from 'jose';
import { expect, test } from 'vitest';
import { SubmissionFault } from '../faults.ts';
import { decryptionKey, inPieces, nodeJwe, testKeys } from '../fit-connect.test-support.ts';
import { proveParts } from '../receive/plain-file.ts';
import { ofText, Spool } from '../receive/spool.ts';
import { type Decryption, decryptSmall, openContent } from './decrypt.ts';

const ours = testKeys('ours');
const other = testKeys('other');

async function decryption(maxBytes = 1_000_000): Promise<Decryption> {
  return { keys: [await decryptionKey(other), await decryptionKey(ours)], maxBytes };
}

async function faultOf(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof SubmissionFault ? error.fault : `no fault: ${String(error)}`;
}

test('what jose encrypts we decrypt, in whatever pieces it comes', async () => {
  const how = await decryption();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), fc.integer({ min: 1, max: 700 }), async (plain, size) => {
      const jwe = await new CompactEncrypt(plain)
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: ours.kid })
        .encrypt(ours.publicKey);
      const { bytes, tag } = await decryptSmall({ read: () => inPieces(jwe, size) }, how);
      expect(bytes.equals(plain)).toBe(true);
      expect(tag).toBe(jwe.split('.')[4]);
    }),
    { numRuns: 60 },
  );
});

test('what node:crypto encrypts, jose and we decrypt alike, compressed or not', async () => {
  const how = await decryption();
  for (const header of [{}, { zip: 'DEF' }]) {
    const plain = Buffer.from('Müller-Lüdenscheidt '.repeat(500));
    const jwe = nodeJwe(plain, ours, header);
    const byJose = await compactDecrypt(jwe, ours.privateKey);
    expect(Buffer.from(byJose.plaintext).equals(plain)).toBe(true);
    expect((await decryptSmall(ofText(jwe), how)).bytes.equals(plain)).toBe(true);
  }
});

test('a change of any character is found', async () => {
  const how = await decryption();
  const jwe = nodeJwe(Buffer.from('content of some length'), ours);
  await fc.assert(
    fc.asyncProperty(fc.nat(jwe.length - 1), fc.constantFrom(...'AQgw.~_-9'), async (at, character) => {
      const changed = jwe.slice(0, at) + character + jwe.slice(at + 1);
      fc.pre(changed !== jwe && !sameBytes(jwe, changed));
      expect(await faultOf(decryptSmall(ofText(changed), how))).toMatch(/^(jwe-malformed|jwe-wrong|key-missing)$/);
    }),
    { numRuns: 300 },
  );
});

test('content that is cut off anywhere is found', async () => {
  const how = await decryption();
  const jwe = nodeJwe(randomBytes(300), ours);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: jwe.length - 1 }), async (length) => {
      expect(await faultOf(decryptSmall(ofText(jwe.slice(0, length)), how))).toMatch(/^jwe-/);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['another key under our key id', () => nodeJwe(Buffer.from('x'), { ...other, kid: ours.kid }), 'jwe-wrong'],
  ['a key that is not ours', () => nodeJwe(Buffer.from('x'), testKeys('third')), 'key-missing'],
  ['RSA-OAEP without SHA-256', () => nodeJwe(Buffer.from('x'), ours, { alg: 'RSA-OAEP' }), 'jwe-malformed'],
  ['another cipher', () => nodeJwe(Buffer.from('x'), ours, { enc: 'A128GCM' }), 'jwe-malformed'],
  ['a header that must be understood', () => nodeJwe(Buffer.from('x'), ours, { crit: ['b64'] }), 'jwe-malformed'],
  ['another compression', () => nodeJwe(Buffer.from('x'), ours, { zip: 'GZ' }), 'jwe-malformed'],
  ['no JWE', () => '{"plain":true}', 'jwe-malformed'],
  ['nothing', () => '', 'jwe-malformed'],
  ['six parts', () => `${nodeJwe(Buffer.from('x'), ours)}.AAAA`, 'jwe-malformed'],
])('%s is a fault of its own', async (_what, jwe, fault) => {
  expect(await faultOf(decryptSmall(ofText(jwe()), await decryption()))).toBe(fault);
});

test('what unpacks to more than allowed is given up before it is unpacked', async () => {
  const bomb = nodeJwe(Buffer.alloc(40_000_000), ours, { zip: 'DEF' });
  expect(bomb.length).toBeLessThan(100_000);
  expect(await faultOf(decryptSmall(ofText(bomb), await decryption(100_000)))).toBe('too-large');
});

test('several parts are one content, opened as often as wanted, in memory and from disk', async () => {
  const plain = randomBytes(200_000);
  const parts = [plain.subarray(0, 70_000), plain.subarray(70_000, 140_000), plain.subarray(140_000)];
  for (const memoryBytes of [1_000_000, 10_000]) {
    const spool = new Spool(memoryBytes);
    const fetched = [];
    for (const part of parts) fetched.push(await spool.keep(inPieces(nodeJwe(part, ours), 60_000), 1_000_000));
    for (const keepBytes of [1_000_000, 1000]) {
      const proved = await proveParts(fetched, await decryption(), keepBytes);
      expect(proved.size).toBe(plain.length);
      expect(proved.sha512).toBe(createHash('sha512').update(plain).digest('hex'));
      expect((await buffer(proved.open())).equals(plain)).toBe(true);
      expect((await buffer(proved.open())).equals(plain)).toBe(true);
    }
    await spool.close();
  }
});

test('a stream that was opened fails at its end when its content is another by then', async () => {
  const jwe = nodeJwe(randomBytes(100), ours);
  const [head, tail] = [jwe.slice(0, -50), jwe.slice(-50)];
  const changed = head + (tail[0] === 'A' ? 'B' : 'A') + tail.slice(1);
  await expect(buffer(openContent(ofText(changed), await decryption()))).rejects.toThrow(SubmissionFault);
});

/** The last character of a part has bits that count for nothing; of the tag, too, whose text is compared with the log. */
function sameBytes(one: string, other_: string): boolean {
  const bytes = (text: string): string =>
    text
      .split('.')
      .map((part, at) => (at === 0 ? part : Buffer.from(part, 'base64url').toString('hex')))
      .join('.');
  return bytes(one) === bytes(other_);
}
