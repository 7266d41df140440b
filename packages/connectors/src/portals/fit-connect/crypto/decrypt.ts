import { createDecipheriv } from 'node:crypto';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { SubmissionFault } from '../faults.ts';
import { type JweParts, readJwe } from './jwe-parts.ts';
import type { DecryptionKey } from './private-keys.ts';

/** Encrypted content that can be read more than once. */
export interface EncryptedContent {
  read(): AsyncIterable<Uint8Array>;
}

/** How content is decrypted. */
export interface Decryption {
  /** Chosen by key id. */
  readonly keys: readonly DecryptionKey[];
  /** The largest plain content. */
  readonly maxBytes: number;
}

/**
 * Decrypts content once to its end, and proves by that that nobody changed it. `take` gets the plain bytes before they are proved: it may only
 * hold or hash them until the call returns.
 *
 * @returns the authentication tag, as sent
 * @throws SubmissionFault key-missing | jwe-malformed | jwe-wrong | too-large
 */
export async function proveContent(content: EncryptedContent, decryption: Decryption, take: (chunk: Uint8Array) => void): Promise<string> {
  const parts = await readJwe(content.read());
  for await (const chunk of decrypted(parts, decryption)) take(chunk);
  return parts.tag();
}

/** Decrypts small content, such as metadata, into memory. Throws as {@link proveContent}. */
export async function decryptSmall(
  content: EncryptedContent,
  decryption: Decryption,
): Promise<{ readonly bytes: Buffer; readonly tag: string }> {
  const chunks: Uint8Array[] = [];
  const tag = await proveContent(content, decryption, (chunk) => chunks.push(chunk));
  return { bytes: Buffer.concat(chunks), tag };
}

/** Decrypts content that {@link proveContent} has proved, as a stream. It fails at its end when the content has changed since. */
export function openContent(content: EncryptedContent, decryption: Decryption): Readable {
  return Readable.from(plainOf(content, decryption), { objectMode: false });
}

async function* plainOf(content: EncryptedContent, decryption: Decryption): AsyncIterable<Uint8Array> {
  yield* decrypted(await readJwe(content.read()), decryption);
}

async function* decrypted(parts: JweParts, { keys, maxBytes }: Decryption): AsyncIterable<Buffer> {
  const key = keys.find(({ kid }) => kid === parts.header.kid);
  if (key === undefined) throw new SubmissionFault('key-missing');
  const unpacked = decipher(parts, await unwrap(key, parts.encryptedKey));
  let size = 0;
  for await (const chunk of parts.header.zip === undefined ? unpacked : inflate(unpacked)) {
    size += chunk.length;
    if (size > maxBytes) throw new SubmissionFault('too-large');
    yield chunk;
  }
}

async function* decipher(parts: JweParts, contentKey: Uint8Array): AsyncIterable<Buffer> {
  const cipher = createDecipheriv('aes-256-gcm', contentKey, parts.iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(parts.protectedHeader, 'latin1'));
  for await (const chunk of parts.ciphertext) yield cipher.update(chunk);
  cipher.setAuthTag(Buffer.from(parts.tag(), 'base64url'));
  try {
    cipher.final();
  } catch {
    throw new SubmissionFault('jwe-wrong');
  }
}

async function unwrap(key: DecryptionKey, encryptedKey: Uint8Array): Promise<Uint8Array> {
  const contentKey = await key.unwrap(encryptedKey).catch(() => undefined);
  if (contentKey?.length !== 32) throw new SubmissionFault('jwe-wrong');
  return contentKey;
}

/** What cannot be unpacked is told without the library's words. */
async function* inflate(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const source = Readable.from(packed, { objectMode: false });
  const unpacking = createInflateRaw();
  let failure: unknown;
  source.on('error', (error) => {
    failure = error;
    unpacking.destroy();
  });
  source.pipe(unpacking);
  try {
    yield* unpacking as AsyncIterable<Buffer>;
  } catch {
    throw failure instanceof SubmissionFault ? failure : new SubmissionFault('jwe-malformed');
  } finally {
    source.destroy();
    unpacking.destroy();
  }
}
