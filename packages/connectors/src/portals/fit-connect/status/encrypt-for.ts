import { NeedsPerson, NotDelivered } from '@amtsbote/sdk';
import type { CertificateTrust } from '../certificates/certificate-trust.ts';
import { publicJwk, type PublicJwk, publicKeyOf, unfitFor } from '../crypto/jwk.ts';

/** Encrypts content for one reader. */
export type Encrypt = (plain: Uint8Array, mimeType: string) => Promise<string>;

/** What keys of others must be. */
export interface KeyRules {
  readonly minimumKeyBits: number;
  readonly trust: Pick<CertificateTrust, 'accept'>;
}

/**
 * Encrypts for a key that a destination publishes.
 *
 * @throws NotDelivered where there is none that may be used
 */
export async function encryptForDestination(key: PublicJwk | undefined, rules: KeyRules): Promise<Encrypt> {
  const unfit = key === undefined ? 'there is none' : unfitFor(key, 'wrapKey', rules.minimumKeyBits);
  if (key === undefined || unfit !== undefined) {
    throw new NotDelivered('AB_PORTAL_UNREACHABLE', `The key of a destination for messages to applicants cannot be used: ${unfit}`);
  }
  await rules.trust.accept(key, 'wrapKey');
  return encryptFor(key);
}

/**
 * Encrypts for the key that a sender put into its metadata.
 *
 * @throws NeedsPerson AB_REPORT_REFUSED for one that may not be used: only the sender can give another
 */
export async function encryptForSender(key: unknown, rules: KeyRules): Promise<Encrypt> {
  const { data } = publicJwk.safeParse(key);
  const unfit = data === undefined ? 'it is none' : unfitFor(data, 'wrapKey', rules.minimumKeyBits);
  if (data === undefined || unfit !== undefined) {
    throw new NeedsPerson('AB_REPORT_REFUSED', `The key that the sender wants replies encrypted for cannot be used: ${unfit}`, {
      hint: 'Answer in another way; the sender must give a proper key with its next submission.',
    });
  }
  await rules.trust.accept(data, 'wrapKey');
  return encryptFor(data);
}

async function encryptFor(key: PublicJwk): Promise<Encrypt> {
  const { CompactEncrypt } = await import('jose');
  return (plain, cty) =>
    new CompactEncrypt(plain).setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: key.kid, cty }).encrypt(publicKeyOf(key));
}
