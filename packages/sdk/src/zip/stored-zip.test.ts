import { fromBufferPromise } from 'yauzl';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArchiveRefusal } from './entry-rules.ts';
import { readStoredZip, StoredZipWriter, type ZipMember } from './stored-zip.ts';
import { writeZip } from './write-zip.test-support.ts';

function archiveOf(members: readonly ZipMember[]): Buffer {
  const writer = new StoredZipWriter();
  return Buffer.concat([...members.flatMap((member) => writer.add(member)), writer.end()]);
}

function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    readStoredZip(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof ArchiveRefusal) return error.kind;
    throw error;
  }
}

const two: readonly ZipMember[] = [
  { name: 'a/one.txt', bytes: Buffer.from('eins') },
  { name: 'b.json', bytes: Buffer.from('{}') },
];

test('what is written is read, and the same files make the same bytes', () => {
  const member = fc.record({
    name: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,12}(\/[a-z0-9][a-z0-9._-]{0,12})?$/),
    bytes: fc.uint8Array({ maxLength: 300 }),
  });
  const members = fc.uniqueArray(member, { selector: ({ name }) => name.split('/')[0], maxLength: 6 });
  fc.assert(
    fc.property(members, (files) => {
      const archive = archiveOf(files);
      expect(readStoredZip(archive).map(({ name, bytes }) => [name, [...bytes]])).toEqual(
        files.map(({ name, bytes }) => [name, [...bytes]]),
      );
      expect(archiveOf(files).equals(archive)).toBe(true);
    }),
  );
});

test('other programs read it', async () => {
  const zip = await fromBufferPromise(archiveOf(two), { lazyEntries: true });
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  expect(names).toEqual(['a/one.txt', 'b.json']);
});

test('an archive of which any bit was changed, or any byte is missing, is refused', () => {
  const archive = archiveOf(two);
  for (let at = 0; at < archive.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const other = Buffer.from(archive);
      other.writeUInt8(other.readUInt8(at) ^ (1 << bit), at);
      expect(refusalOf(other), `byte ${at}, bit ${bit}`).toBeDefined();
    }
    expect(refusalOf(archive.subarray(0, at))).toBeDefined();
  }
  expect(refusalOf(Buffer.concat([archive, Buffer.from('x')]))).toBe('broken');
});

test.each([
  ['packed anew by another program', writeZip([{ name: 'a.txt', content: 'eins' }]), 'broken'],
  ['with a name that leads elsewhere', writeZip([{ name: '../a', content: 'x', store: true }]), 'unsafe'],
  ['with an absolute name', writeZip([{ name: '/etc/passwd', content: 'x', store: true }]), 'unsafe'],
  ['that claims to be larger than it is', writeZip([{ name: 'a', content: 'x', store: true, claimedSize: 4_000_000_000 }]), 'broken'],
  ['that is encrypted', writeZip([{ name: 'a', content: 'x', store: true, encrypted: true }]), 'broken'],
  ['that is no archive', Buffer.from('hallo'), 'broken'],
  ['that is empty', Buffer.alloc(0), 'broken'],
])('an archive %s is refused', (_, bytes, kind) => {
  expect(refusalOf(bytes)).toBe(kind);
});

test.each([['../a'], ['/a'], ['a b'], ['ä'], ['a/'], ['a\\b'], [''], ['x'.repeat(201)]])('the name %j is not written', (name) => {
  expect(() => archiveOf([{ name, bytes: Buffer.of() }])).toThrow(ArchiveRefusal);
});

test('the same name twice, in whatever case, is not written', () => {
  expect(() => archiveOf([...two, { name: 'B.json', bytes: Buffer.of() }])).toThrow(ArchiveRefusal);
});
