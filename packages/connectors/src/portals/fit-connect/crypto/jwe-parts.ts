import { z, type ZodType } from '@amtsbote/sdk/zod';
import { SubmissionFault } from '../faults.ts';

/** The protected header of an encrypted part. */
export interface JweHeader {
  readonly alg: 'RSA-OAEP-256';
  readonly enc: 'A256GCM';
  readonly kid: string;
  /** Senders of version 1 may compress; version 2 forbids it, and the service refuses it there. */
  readonly zip?: 'DEF' | undefined;
}

const headerShape: ZodType<JweHeader> = z.object({
  alg: z.literal('RSA-OAEP-256'),
  enc: z.literal('A256GCM'),
  kid: z.string().min(1).max(200),
  zip: z.literal('DEF').optional(),
  crit: z.undefined().optional(),
});

/** An encrypted part whose beginning was read. */
export interface JweParts {
  readonly header: JweHeader;
  /** The header as it was sent: it is authenticated, too. */
  readonly protectedHeader: string;
  readonly encryptedKey: Buffer;
  readonly iv: Buffer;
  /** To be read to its end, once. */
  readonly ciphertext: AsyncIterable<Buffer>;
  /** The authentication tag, as sent. Known when the ciphertext was read to its end. */
  tag(): string;
}

const headLimit = 16_384;
const tagLength = 22;
const dot = 0x2e;

/**
 * Takes a compact JWE apart while it comes: large content never lies in memory.
 *
 * @throws SubmissionFault jwe-malformed
 */
export async function readJwe(chunks: AsyncIterable<Uint8Array>): Promise<JweParts> {
  const source = chunks[Symbol.asyncIterator]();
  const { segments, rest } = await readHead(source);
  const [protectedHeader, encryptedKey, iv] = segments;
  let tag: string | undefined;
  const parts: JweParts = {
    header: parseHeader(protectedHeader),
    protectedHeader,
    encryptedKey: decode(encryptedKey),
    iv: decode(iv),
    ciphertext: readCiphertext(rest, source, (read) => {
      tag = read;
    }),
    tag: () => {
      if (tag === undefined) throw malformed();
      return tag;
    },
  };
  if (parts.iv.length !== 12) throw malformed();
  return parts;
}

type Source = AsyncIterator<Uint8Array>;

async function readHead(source: Source): Promise<{ segments: [string, string, string]; rest: Buffer }> {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const dots = positionsOfDots(head, 3);
    if (dots.length === 3) {
      const [first = 0, second = 0, third = 0] = dots;
      const text = (from: number, to: number): string => head.subarray(from, to).toString('latin1');
      return { segments: [text(0, first), text(first + 1, second), text(second + 1, third)], rest: head.subarray(third + 1) };
    }
    const next = await source.next();
    if (next.done === true || head.length > headLimit) throw malformed();
    head = Buffer.concat([head, next.value]);
  }
}

function positionsOfDots(bytes: Buffer, most: number): readonly number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(dot); at >= 0 && found.length < most; at = bytes.indexOf(dot, at + 1)) found.push(at);
  return found;
}

async function* readCiphertext(rest: Buffer, source: Source, ended: (tag: string) => void): AsyncIterable<Buffer> {
  let carried = '';
  let end = '';
  let inTag = false;
  for (let chunk: Buffer | undefined = rest; chunk !== undefined; chunk = await nextOf(source)) {
    const at = inTag ? 0 : chunk.indexOf(dot);
    if (!inTag) {
      const text = carried + chunk.toString('latin1', 0, at < 0 ? chunk.length : at);
      // Four characters are three bytes.
      const whole: number = at < 0 ? text.length - (text.length % 4) : text.length;
      carried = text.slice(whole);
      if (whole > 0) yield decode(text.slice(0, whole));
    }
    if (at < 0) continue;
    end += chunk.toString('latin1', inTag ? 0 : at + 1);
    inTag = true;
    if (end.length > tagLength) throw malformed();
  }
  if (end.length !== tagLength || decode(end).length !== 16) throw malformed();
  ended(end);
}

async function nextOf(source: Source): Promise<Buffer | undefined> {
  const next = await source.next();
  return next.done === true ? undefined : Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
}

function parseHeader(text: string): JweHeader {
  try {
    return headerShape.parse(JSON.parse(decode(text).toString('utf8')));
  } catch {
    throw malformed();
  }
}

/** Strict: Node.js itself skips what is no base64url. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== Math.floor((text.length * 3) / 4) || text.length % 4 === 1) throw malformed();
  return bytes;
}

function malformed(): SubmissionFault {
  return new SubmissionFault('jwe-malformed');
}
