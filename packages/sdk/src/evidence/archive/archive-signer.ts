import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { type EvidenceSeal, evidenceSchemas } from './shapes.ts';

/** Seals archives. */
export interface EvidenceSealer {
  readonly key: EvidenceSeal['key'];
  /** Of the key (RFC 7638, SHA-256): noted apart from an archive, it tells later that nobody sealed it anew. */
  readonly thumbprint: string;
  seal(manifest: Uint8Array): EvidenceSeal;
}

/** The head of an Ed25519 private key in PKCS #8 (RFC 8410); 32 bytes follow. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 bytes that only the holder of a ledger can make */
export function evidenceSealer(seed: Uint8Array): EvidenceSealer {
  if (seed.length !== 32) throw new RangeError('the seed of a seal has 32 bytes');
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const key = { kty: 'OKP', crv: 'Ed25519', x } as const;
  return { key, thumbprint: sealThumbprint(key), seal: (manifest) => sealWith(privateKey, key, manifest) };
}

/** The thumbprint of the key of a seal. */
export function sealThumbprint({ x }: Pick<EvidenceSeal['key'], 'x'>): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}

/** Whether the seal is one over these bytes, by the key that it names. Says nothing of whose key that is. */
export function holdsSeal({ key, thumbprint, signature }: EvidenceSeal, manifest: Uint8Array): boolean {
  const isCanonical = [key.x, signature].every((text) => Buffer.from(text, 'base64url').toString('base64url') === text);
  if (!isCanonical || thumbprint !== sealThumbprint(key)) return false;
  try {
    return verify(null, manifest, createPublicKey({ key: { ...key }, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function sealWith(privateKey: KeyObject, key: EvidenceSeal['key'], manifest: Uint8Array): EvidenceSeal {
  const signature = sign(null, manifest, privateKey).toString('base64url');
  return { schema: evidenceSchemas.seal, algorithm: 'Ed25519', key, thumbprint: sealThumbprint(key), signature };
}
