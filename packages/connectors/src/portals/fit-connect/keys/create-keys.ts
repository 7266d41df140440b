import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { keyUses, type KeyUse, privateJwk, type PrivateJwk, type PublicJwk, thumbprint } from '../crypto/jwk.ts';

/** The private keys of a destination: one that content is decrypted with, and one that our events are signed with. */
export interface DestinationKeys {
  readonly decryption: PrivateJwk;
  readonly signing: PrivateJwk;
}

const generate = promisify(generateKeyPair);

/** Makes the keys of a destination. Their ids are their thumbprints (RFC 7638). Takes seconds: RSA with 4096 bits, the least that is allowed. */
export async function createDestinationKeys(bits = 4096): Promise<DestinationKeys> {
  const [decryption, signing] = await Promise.all([createKey('unwrapKey', bits), createKey('sign', bits)]);
  return { decryption, signing };
}

/** The public half of a private key, as the portal for self-service takes it. Holds nothing private. */
export function publicHalf({ n, e, kid, key_ops: operations }: PrivateJwk): PublicJwk {
  const use = operations?.includes('sign') === true ? 'verify' : 'wrapKey';
  return { kty: 'RSA', n, e, kid, alg: keyUses[use], key_ops: [use] };
}

/** A private key as it was stored; undefined when the text is none. */
export function parsePrivateKey(text: string): PrivateJwk | undefined {
  try {
    return privateJwk.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function createKey(use: KeyUse, bits: number): Promise<PrivateJwk> {
  const { privateKey } = await generate('rsa', { modulusLength: bits, publicExponent: 0x1_0001 });
  const members = privateKey.export({ format: 'jwk' }) as Omit<PrivateJwk, 'kid'>;
  return { ...members, kid: thumbprint(members), alg: keyUses[use], key_ops: [use] };
}
