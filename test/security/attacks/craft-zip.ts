import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a crafted archive; what is not given is as it should be. */
export interface CraftedEntry {
  readonly name: string | Buffer;
  readonly content?: string | Uint8Array;
  /** 0 stored, 8 deflated; others are written as they are. Default 8. */
  readonly method?: number;
  readonly flags?: number;
  /** What the lists say of the sizes. */
  readonly saysSize?: number;
  readonly saysPacked?: number;
  readonly crc?: number;
  /** Unix mode, such as 0o120777 for a link. */
  readonly mode?: number;
  /** The name before the content, where it differs from that in the list. */
  readonly localName?: string;
  /** Where the list says that the entry begins. */
  readonly saysOffset?: number;
}

/** What the end of an archive says. */
export interface CraftedEnd {
  readonly entries?: number;
  readonly directorySize?: number;
  readonly directoryOffset?: number;
  readonly comment?: string;
  readonly before?: Buffer;
}

/** Writes an archive that lies where it is told to. */
export function craftZip(entries: readonly CraftedEntry[], end: CraftedEnd = {}): Buffer {
  const parts: Buffer[] = [end.before ?? Buffer.alloc(0)];
  const directory: Buffer[] = [];
  let offset = parts[0]?.length ?? 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? 'x');
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const head = headOf(entry, { method, content, packed });
    const localName = Buffer.from(entry.localName ?? entry.name);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), withName(head, localName), localName, packed]);
    directory.push(listed(entry, head, offset));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...parts, list, endOf(end, { count: entries.length, size: list.length, offset })]);
}

function headOf(entry: CraftedEntry, of: { method: number; content: Buffer; packed: Buffer }): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(entry.flags ?? 0x800, 2);
  head.writeUInt16LE(of.method, 4);
  head.writeUInt32LE(entry.crc ?? crc32(of.content), 10);
  head.writeUInt32LE(entry.saysPacked ?? of.packed.length, 14);
  head.writeUInt32LE(entry.saysSize ?? of.content.length, 18);
  return withName(head, Buffer.from(entry.name));
}

function withName(head: Buffer, name: Buffer): Buffer {
  const copy = Buffer.from(head);
  copy.writeUInt16LE(name.length, 22);
  return copy;
}

function listed(entry: CraftedEntry, head: Buffer, offset: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  tail.writeUInt32LE(entry.saysOffset ?? offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), head, tail, Buffer.from(entry.name)]);
}

function endOf(end: CraftedEnd, real: { count: number; size: number; offset: number }): Buffer {
  const comment = Buffer.from(end.comment ?? '');
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  record.writeUInt16LE(end.entries ?? real.count, 8);
  record.writeUInt16LE(end.entries ?? real.count, 10);
  record.writeUInt32LE(end.directorySize ?? real.size, 12);
  record.writeUInt32LE(end.directoryOffset ?? real.offset, 16);
  record.writeUInt16LE(comment.length, 20);
  return Buffer.concat([record, comment]);
}
