import { crc32, deflateRawSync } from 'node:zlib';

/** An entry for {@link writeZip}; everything but name and content is for attacks. */
export interface ZipEntrySpec {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** Unix mode with type, such as 0o120777 for a link. */
  readonly mode?: number;
  readonly store?: boolean;
  readonly encrypted?: boolean;
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
}

/** Writes a zip archive, also one that no decent program would write. */
export function writeZip(specs: readonly ZipEntrySpec[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const spec of specs) {
    const content = Buffer.from(spec.content ?? '');
    const packed = spec.store ? content : deflateRawSync(content);
    const name = Buffer.from(spec.name, 'utf8');
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x800 | (spec.encrypted ? 1 : 0), 2);
    head.writeUInt16LE(spec.store ? 0 : 8, 4);
    head.writeUInt32LE(spec.claimedCrc ?? crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(spec.claimedSize ?? content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((spec.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), head, tail, name);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(specs.length, 8);
  end.writeUInt16LE(specs.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
