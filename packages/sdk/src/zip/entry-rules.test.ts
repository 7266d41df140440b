import { expect, test } from 'vitest';
import { admitEntry, ArchiveRefusal, archiveState, type EntryLike } from './entry-rules.ts';

const limits = { entries: 3, totalBytes: 10_000_000, ratio: 100 };

function entry(fileName: string, facts: Partial<EntryLike> = {}): EntryLike {
  return {
    fileName,
    compressedSize: 10,
    uncompressedSize: 10,
    compressionMethod: 8,
    externalFileAttributes: 0,
    isEncrypted: () => false,
    ...facts,
  };
}

/** What the rules say of entries of one archive: whether the last one is a file, or the kind of refusal. */
function verdictOn(...entries: readonly EntryLike[]): boolean | string {
  const state = archiveState(1_000_000);
  try {
    return entries.map((one) => admitEntry(one, state, limits)).at(-1) ?? false;
  } catch (error) {
    if (error instanceof ArchiveRefusal) return error.kind;
    throw error;
  }
}

test.each([
  ['a file', [entry('a/b.xsd')], true],
  ['a folder', [entry('a/', { uncompressedSize: 0 })], false],
  ['a name that leads out', [entry('../a')], 'unsafe'],
  ['a name that leads out from within', [entry('a/../../b')], 'unsafe'],
  ['an absolute name', [entry('/etc/passwd')], 'unsafe'],
  ['a drive', [entry('C:/a')], 'unsafe'],
  ['a backslash', [entry('a\\b')], 'unsafe'],
  ['an empty part', [entry('a//b')], 'unsafe'],
  ['a link', [entry('a', { externalFileAttributes: (0o120777 << 16) >>> 0 })], 'unsafe'],
  ['the same name twice', [entry('a'), entry('A')], 'unsafe'],
  ['the same name composed and decomposed', [entry('\u00e4'), entry('a\u0308')], 'unsafe'],
  ['a file that is also a folder', [entry('a'), entry('a/b')], 'unsafe'],
  ['an encrypted file', [entry('a', { isEncrypted: () => true })], 'encrypted'],
  ['an unknown compression', [entry('a', { compressionMethod: 99 })], 'broken'],
  ['too many files', ['a', 'b', 'c', 'd'].map((name) => entry(name)), 'bomb'],
  ['too much of everything', [entry('a', { compressedSize: 9_000_000, uncompressedSize: 11_000_000 })], 'bomb'],
  ['a file that is packed too well', [entry('a', { compressedSize: 10_000, uncompressedSize: 2_000_000 })], 'bomb'],
])('%s', (_, entries, verdict) => {
  expect(verdictOn(...entries)).toBe(verdict);
});
