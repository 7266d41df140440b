import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { seal, type SealKey, unseal } from './envelope.ts';

const chunkSize = 64 * 1024;
const overhead = 29;
const lengthBytes = 4;

/** What was read while a file was sealed. */
export interface SealedFileFacts {
  readonly size: number;
  /** SHA-256 of the plain content, hex. */
  readonly sha256: string;
}

/**
 * Seals a stream into a file, chunk by chunk: large content never lies in memory or on disk in the clear. Each chunk is bound
 * to its number and to whether it is the last, so that none can be swapped, dropped or cut off. The file is durable
 * (fsync of file and folder) when the call returns; until then it has another name.
 */
export async function writeSealedFile(file: string, key: SealKey, source: Readable): Promise<SealedFileFacts> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.part`;
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(partial, 'w', 0o600);
  try {
    let number = 0;
    let held: Buffer | undefined;
    for await (const chunk of inChunks(source)) {
      hash.update(chunk);
      size += chunk.length;
      if (held !== undefined) await handle.writeFile(sealChunk(key, held, chunkPlace(number++, false)));
      held = chunk;
    }
    await handle.writeFile(lastChunk(sealChunk(key, held ?? Buffer.alloc(0), chunkPlace(number, true))));
    await handle.sync();
  } catch (error) {
    await handle.close();
    await rm(partial, { force: true });
    throw error;
  }
  await handle.close();
  await rename(partial, file);
  await syncFolder(dirname(file));
  return { size, sha256: hash.digest('hex') };
}

/** Opens what {@link writeSealedFile} made, as a stream. The stream fails when anything was changed or cut off. */
export function readSealedFile(file: string, key: SealKey): Readable {
  return Readable.from(openChunks(file, key), { objectMode: false });
}

async function* openChunks(file: string, key: SealKey): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let ended = false;
  for await (const read of createReadStream(file) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? read : Buffer.concat([rest, read]);
    for (let next = takeChunk(rest); next !== undefined; next = takeChunk(rest)) {
      if (ended) throw new Error('sealed file has content behind its end');
      ended = next.last;
      yield unseal(key, chunkPlace(number++, next.last), next.sealed);
      rest = next.rest;
    }
  }
  if (!ended || rest.length > 0) throw new Error('sealed file is cut off');
}

function takeChunk(bytes: Buffer): { sealed: Buffer; last: boolean; rest: Buffer } | undefined {
  if (bytes.length < lengthBytes) return undefined;
  const head = bytes.readUInt32BE(0);
  const last = head >= 0x8000_0000;
  const length = last ? head - 0x8000_0000 : head;
  if (length > chunkSize + overhead) throw new Error('sealed file is damaged');
  if (bytes.length < lengthBytes + length) return undefined;
  return {
    sealed: bytes.subarray(lengthBytes, lengthBytes + length),
    last,
    rest: bytes.subarray(lengthBytes + length),
  };
}

function sealChunk(key: SealKey, plain: Buffer, place: string): Buffer {
  const sealed = seal(key, place, plain);
  const head = Buffer.alloc(lengthBytes);
  head.writeUInt32BE(sealed.length);
  return Buffer.concat([head, sealed]);
}

/** The same chunk, with the highest bit of its length saying that it is the last. */
function lastChunk(chunk: Buffer): Buffer {
  chunk.writeUInt32BE(chunk.readUInt32BE(0) + 0x8000_0000);
  return chunk;
}

function chunkPlace(number: number, last: boolean): string {
  return `chunk:${number}:${last ? 'last' : 'more'}`;
}

async function* inChunks(source: Readable): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const read of source as AsyncIterable<Uint8Array>) {
    let rest = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
    while (length + rest.length >= chunkSize) {
      const take = chunkSize - length;
      yield Buffer.concat([...parts, rest.subarray(0, take)]);
      rest = rest.subarray(take);
      parts = [];
      length = 0;
    }
    if (rest.length > 0) parts.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(parts);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; there the rename itself is durable enough for NTFS.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
