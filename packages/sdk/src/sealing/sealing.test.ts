import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seal, unseal } from './envelope.ts';
import { KeyRing } from './key-ring.ts';
import { readSealedFile, writeSealedFile } from './sealed-file.ts';

const key = createSecretKey(randomBytes(32));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealing-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('what was sealed opens again, at the same place only', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), fc.string(), (bytes, place, other) => {
      const sealed = seal(key, place, bytes);
      expect(Buffer.from(bytes).equals(unseal(key, place, sealed))).toBe(true);
      if (place.toWellFormed() !== other.toWellFormed()) expect(() => unseal(key, other, sealed)).toThrow(/authenticate/);
    }),
  );
});

test('any changed byte is noticed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, at) => {
      const sealed = seal(key, 'p', bytes);
      sealed[at % sealed.length]! ^= 1;
      expect(() => unseal(key, 'p', sealed)).toThrow(/authenticate|seal/);
    }),
  );
});

test.each([0, 1, 65_535, 65_536, 65_537, 300_000])('a file of %i bytes comes back as it was', async (size) => {
  const plain = randomBytes(size);
  const file = join(folder, 'f');
  const facts = await writeSealedFile(file, key, Readable.from([plain.subarray(0, 7), plain.subarray(7)]));
  expect(facts).toEqual({ size, sha256: createHash('sha256').update(plain).digest('hex') });
  expect(plain.equals(await buffer(readSealedFile(file, key)))).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  if (size > 16) expect((await readFile(file)).includes(plain.subarray(0, 16))).toBe(false);
});

test('a sealed file that was cut off, changed or extended does not open', async () => {
  const file = join(folder, 'f');
  await writeSealedFile(file, key, Readable.from([randomBytes(200_000)]));
  const whole = await readFile(file);
  const damaged = Buffer.from(whole);
  damaged[100_000]! ^= 1;
  const oneChunk = 4 + whole.readUInt32BE(0);
  for (const bytes of [
    whole.subarray(0, oneChunk * 2),
    whole.subarray(0, 1000),
    damaged,
    Buffer.concat([whole, whole]),
    whole.subarray(oneChunk),
  ]) {
    await writeFile(file, bytes);
    await expect(buffer(readSealedFile(file, key))).rejects.toThrow(/sealed file|seal|authenticate/);
  }
});

test('a failing source leaves no file behind', async () => {
  const file = join(folder, 'f');
  const source = Readable.from(
    (async function* () {
      yield randomBytes(100_000);
      throw new Error('source failed');
    })(),
  );
  await expect(writeSealedFile(file, key, source)).rejects.toThrow('source failed');
  await expect(stat(file)).rejects.toThrow('ENOENT');
  await expect(stat(`${file}.part`)).rejects.toThrow('ENOENT');
});

test('a data key opens with its master key and for its owner only', () => {
  const ring = new KeyRing(randomBytes(32));
  const { key: data, wrapped } = ring.newDataKey('s-1');
  expect(ring.unwrap('s-1', wrapped).equals(data)).toBe(true);
  expect(() => ring.unwrap('s-2', wrapped)).toThrow(/authenticate/);
  expect(() => new KeyRing(randomBytes(32)).unwrap('s-1', wrapped)).toThrow(/authenticate/);
  expect(ring.keyedHash('a', 'x')).not.toBe(ring.keyedHash('b', 'x'));
});
