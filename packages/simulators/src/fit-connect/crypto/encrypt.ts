import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import type { JweHeader } from './jwe-probe.ts';
import { publicKeyOf, type RsaJwk } from './keys.ts';

/** How something is encrypted. */
export interface Encryption {
  readonly key: RsaJwk;
  /** Added to `alg`, `enc` and `kid`; may replace them. An entry that is undefined takes its name away. */
  readonly header?: Readonly<Record<string, string | undefined>>;
}

/** Encrypts bytes as a compact JWE (RSA-OAEP-256, A256GCM); `zip: DEF` in the header deflates them. */
export async function encrypt(bytes: Uint8Array, encryption: Encryption): Promise<string> {
  const header = headerOf(encryption);
  return new CompactEncrypt(bytes)
    .setProtectedHeader(header as JweHeader & { alg: string; enc: string })
    .encrypt(publicKeyOf(encryption.key));
}

/** Encrypts a stream, piece by piece; the pieces joined are the compact JWE. The last one is the tag. */
export async function* encryptStream(pieces: AsyncIterable<Uint8Array>, encryption: Encryption): AsyncIterable<Buffer> {
  const header = Buffer.from(JSON.stringify(headerOf(encryption))).toString('base64url');
  const contentKey = randomBytes(32);
  const iv = randomBytes(12);
  const wrapped = publicEncrypt(
    { key: publicKeyOf(encryption.key), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    contentKey,
  );
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(header, 'ascii'));
  yield Buffer.from(`${header}.${wrapped.toString('base64url')}.${iv.toString('base64url')}.`, 'ascii');
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, cipher.update(piece)]);
    const whole = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(whole);
    yield Buffer.from(bytes.subarray(0, whole).toString('base64url'), 'ascii');
  }
  const last = Buffer.concat([rest, cipher.final()]);
  yield Buffer.from(`${last.toString('base64url')}.`, 'ascii');
  yield Buffer.from(cipher.getAuthTag().toString('base64url'), 'ascii');
}

function headerOf({ key, header }: Encryption): JweHeader {
  const full = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: key.kid, ...header };
  return Object.fromEntries(Object.entries(full).filter(([, value]) => value !== undefined));
}
