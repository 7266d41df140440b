import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IncomingFile } from '@amtsbote/sdk';
import { type Decryption, openContent, proveContent } from '../crypto/decrypt.ts';
import type { FetchedContent } from './spool.ts';

/** Plain content whose every part was proved: a file without its name. */
export interface ProvedContent extends Pick<IncomingFile, 'size' | 'sha256' | 'open'> {
  /** Lower-case hex. */
  readonly sha512: string;
}

/**
 * Proves content that was sent in one part or several, without holding it: it is decrypted once to its end, and again when it is opened.
 *
 * @param keepBytes content up to this size is kept instead
 * @throws SubmissionFault
 */
export async function proveParts(parts: readonly FetchedContent[], decryption: Decryption, keepBytes: number): Promise<ProvedContent> {
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')];
  let kept: Uint8Array[] | undefined = [];
  let size = 0;
  for (const part of parts) {
    const left = { ...decryption, maxBytes: decryption.maxBytes - size };
    await proveContent(part, left, (chunk) => {
      sha256.update(chunk);
      sha512.update(chunk);
      size += chunk.length;
      if (size > keepBytes) kept = undefined;
      kept?.push(chunk);
    });
  }
  const plain = kept;
  const open = (): Readable => Readable.from(plain ?? allOf(parts, decryption), { objectMode: false });
  return { size, sha256: sha256.digest('hex'), sha512: sha512.digest('hex'), open };
}

async function* allOf(parts: readonly FetchedContent[], decryption: Decryption): AsyncIterable<Uint8Array> {
  for (const part of parts) yield* openContent(part, decryption) as AsyncIterable<Uint8Array>;
}
