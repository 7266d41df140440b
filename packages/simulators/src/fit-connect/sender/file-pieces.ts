import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { AttachmentToSend } from './submission.ts';

/** A part of a file: from a byte up to another one, which is not in it. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

type Content = AttachmentToSend['content'];

/** How long a file is, in bytes. */
export async function sizeOf(content: Content): Promise<number> {
  return content instanceof Uint8Array ? content.length : (await stat(content.path)).size;
}

/** The bytes of a part of a file, piece by piece. */
export async function* piecesOf(content: Content, { from, to }: ByteRange): AsyncIterable<Uint8Array> {
  if (to <= from) return;
  if (content instanceof Uint8Array) yield content.subarray(from, to);
  else yield* createReadStream(content.path, { start: from, end: to - 1, highWaterMark: 128 * 1024 }) as AsyncIterable<Buffer>;
}

/** SHA-512 of a whole file, in hex. */
export async function sha512Of(content: Content): Promise<string> {
  const hash = createHash('sha512');
  for await (const piece of piecesOf(content, { from: 0, to: await sizeOf(content) })) hash.update(piece);
  return hash.digest('hex');
}

/** The parts of a file, none of them longer than asked; a file that is short enough is one part. */
export function rangesOf(size: number, longest: number | undefined): readonly ByteRange[] {
  if (longest === undefined || size <= longest) return [{ from: 0, to: size }];
  const count = Math.ceil(size / longest);
  return Array.from({ length: count }, (_, index) => ({ from: index * longest, to: Math.min(size, (index + 1) * longest) }));
}
