import { constants, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { bareKey, type PrivateJwk } from '../crypto/jwk.ts';
import { bitString, boolean, integer, nothing, octetString, oid, sequence, set, tagged } from './der.ts';
import { type SubjectPart, subjectName } from './subject.ts';

const saltBytes = 64;
const sha512 = (): Buffer => sequence(oid('2.16.840.1.101.3.4.2.3'), nothing());

/** RSASSA-PSS with SHA-512: what the PKI of the administration signs with, too. */
function signatureAlgorithm(): Buffer {
  const mask = sequence(oid('1.2.840.113549.1.1.8'), sha512());
  return sequence(oid('1.2.840.113549.1.1.10'), sequence(tagged(0, sha512()), tagged(1, mask), tagged(2, integer(saltBytes))));
}

/** What a key may be used for (RFC 5280, 4.2.1.3): the bits, and how many at the end do not count. */
const keyUsages = {
  sign: [0x80, 7],
  unwrapKey: [0x30, 4],
} as const;

/** A request for the certificate of a key (PKCS#10, RFC 2986), in PEM. Signed by the key itself; holds nothing private. */
export function certificateRequest(jwk: PrivateJwk, subject: readonly SubjectPart[]): string {
  const key = createPrivateKey({ key: bareKey(jwk), format: 'jwk' });
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const [bits, unused] = keyUsages[jwk.key_ops?.includes('sign') === true ? 'sign' : 'unwrapKey'];
  const usage = sequence(oid('2.5.29.15'), boolean(true), octetString(bitString(Buffer.from([bits]), unused)));
  const attributes = tagged(0, sequence(oid('1.2.840.113549.1.9.14'), set(sequence(usage))));
  const info = sequence(integer(0), subjectName(subject), publicKey, attributes);
  const signature = sign('sha512', info, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltBytes });
  return pem('CERTIFICATE REQUEST', sequence(info, signatureAlgorithm(), bitString(signature)));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
