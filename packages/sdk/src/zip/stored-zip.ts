import { crc32 } from 'node:zlib';
import { admitEntry, ArchiveRefusal, archiveState } from './entry-rules.ts';

/** A file of an archive. */
export interface ZipMember {
  /** Letters, digits, dots, hyphens and underscores, in folders divided by `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What an archive may hold at most: below the limits of the first version of the format. */
const storedZipLimits = { entries: 60_000, totalBytes: 1_000_000_000, ratio: 2 } as const;

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
/** Text names, no compression, and the first of January 1980 for all: the same files make the same bytes, today and with any later program. */
const fixed = { version: 20, flags: 0x800, method: 0, time: 0, date: 0x21 };

/**
 * Writes zip archives without compression and without a clock: the bytes follow from the names, the contents and their order alone. Hand each
 * piece on as it comes.
 */
export class StoredZipWriter {
  readonly #directory: Buffer[] = [];
  readonly #state = archiveState(storedZipLimits.totalBytes);
  #offset = 0;

  /** @throws ArchiveRefusal for a name that is not plain, one that was there before, and what is beyond the limits */
  add(member: ZipMember): readonly Uint8Array[] {
    const { name, bytes } = member;
    if (!namePattern.test(name) || name.length > 200) throw new ArchiveRefusal('unsafe', 'has a name that is not plain');
    admitEntry(factsOf(member), this.#state, storedZipLimits);
    const text = Buffer.from(name, 'latin1');
    const common = commonHead(member);
    this.#directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, centralTail(this.#offset), text);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, text]);
    this.#offset += head.length + bytes.length;
    return [head, bytes];
  }

  /** The end of the archive. */
  end(): Uint8Array {
    const directory = Buffer.concat(this.#directory);
    const count = this.#directory.length / 4;
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(count, 8);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.#offset, 16);
    return Buffer.concat([directory, end]);
  }
}

/**
 * The files of an archive that {@link StoredZipWriter} wrote, as views of its bytes. Every byte must be as it writes it: an archive that was
 * changed or packed anew is refused, and nothing is ever unpacked.
 *
 * @throws ArchiveRefusal
 */
export function readStoredZip(archive: Uint8Array): readonly ZipMember[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const writer = new StoredZipWriter();
  const members: ZipMember[] = [];
  let offset = 0;
  while (bytes.length - offset >= 30 && bytes.readUInt32LE(offset) === 0x04034b50) {
    const nameEnd = offset + 30 + bytes.readUInt16LE(offset + 26);
    const member: ZipMember = {
      name: bytes.toString('latin1', offset + 30, nameEnd),
      bytes: bytes.subarray(nameEnd, nameEnd + bytes.readUInt32LE(offset + 18)),
    };
    const [head = Buffer.of()] = writer.add(member);
    if (!bytes.subarray(offset, nameEnd).equals(head)) throw changed();
    members.push(member);
    offset = nameEnd + member.bytes.length;
  }
  if (!bytes.subarray(offset).equals(writer.end())) throw changed();
  return members;
}

function changed(): ArchiveRefusal {
  return new ArchiveRefusal('broken', 'is not as it was written');
}

function factsOf({ name, bytes }: ZipMember): Parameters<typeof admitEntry>[0] {
  const size = bytes.length;
  return {
    fileName: name,
    compressedSize: size,
    uncompressedSize: size,
    compressionMethod: fixed.method,
    externalFileAttributes: 0,
    isEncrypted: () => false,
  };
}

/** What the head of a file and its entry in the directory have in common. */
function commonHead({ name, bytes }: ZipMember): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(fixed.version, 0);
  head.writeUInt16LE(fixed.flags, 2);
  head.writeUInt16LE(fixed.method, 4);
  head.writeUInt16LE(fixed.time, 6);
  head.writeUInt16LE(fixed.date, 8);
  head.writeUInt32LE(crc32(bytes), 10);
  head.writeUInt32LE(bytes.length, 14);
  head.writeUInt32LE(bytes.length, 18);
  head.writeUInt16LE(name.length, 22);
  return head;
}

function centralTail(offset: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return tail;
}
