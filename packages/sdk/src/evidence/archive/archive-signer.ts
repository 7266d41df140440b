import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type ArchiveSignature, evidenceSchemas } from './shapes.ts';

/** Signs archives. */
export interface ArchiveSigner {
  readonly key: ArchiveSignature['key'];
  /** Of the key (RFC 7638, SHA-256): noted apart from an archive, it tells later that nobody signed it anew. */
  readonly thumbprint: string;
  sign(manifest: Uint8Array): ArchiveSignature;
}

/** The head of an Ed25519 private key in PKCS #8 (RFC 8410); 32 bytes follow. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 bytes that only the holder of a ledger can make */
export function archiveSigner(seed: Uint8Array): ArchiveSigner {
  if (seed.length !== 32) throw new RangeError('the seed of a signature has 32 bytes');
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const key = { kty: 'OKP', crv: 'Ed25519', x } as const;
  return { key, thumbprint: signerThumbprint(key), sign: (manifest) => signWith(privateKey, key, manifest) };
}

/** The thumbprint of the key of a signature. */
export function signerThumbprint({ x }: Pick<ArchiveSignature['key'], 'x'>): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}

/** Whether the signature is one over these bytes, by the key that it names. Says nothing of whose key that is. */
export function holdsSignature({ key, thumbprint, signature }: ArchiveSignature, manifest: Uint8Array): boolean {
  const isCanonical = [key.x, signature].every((text) => Buffer.from(text, 'base64url').toString('base64url') === text);
  if (!isCanonical || thumbprint !== signerThumbprint(key)) return false;
  try {
    return verify(null, manifest, createPublicKey({ key: { ...key }, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function signWith(privateKey: KeyObject, key: ArchiveSignature['key'], manifest: Uint8Array): ArchiveSignature {
  const signature = sign(null, manifest, privateKey).toString('base64url');
  return { schema: evidenceSchemas.signature, algorithm: 'Ed25519', key, thumbprint: signerThumbprint(key), signature };
}
