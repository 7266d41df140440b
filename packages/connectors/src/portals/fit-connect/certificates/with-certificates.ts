import { X509Certificate } from 'node:crypto';
import { publicKeyOf, type PublicJwk } from '../crypto/jwk.ts';

/**
 * A public key together with its certificate and those above it, as they stand in a PEM text in any order. Undefined when none of them is
 * of this key, or the text holds none that can be read.
 */
export function withCertificates(key: PublicJwk, pem: string): PublicJwk | undefined {
  const certificates = certificatesIn(pem);
  const own = certificates?.find((certificate) => certificate.publicKey.equals(publicKeyOf(key)));
  if (certificates === undefined || own === undefined) return undefined;
  const chain = [own];
  for (;;) {
    const below = chain.at(-1) ?? own;
    const above = certificates.find((one) => !chain.includes(one) && isIssuedBy(below, one));
    if (above === undefined) break;
    chain.push(above);
  }
  return { ...key, x5c: chain.map(({ raw }) => raw.toString('base64')) };
}

/** Whether the one was issued by the other: names can be those of several authorities. */
export function isIssuedBy(one: X509Certificate, issuer: X509Certificate): boolean {
  return one.checkIssued(issuer) && one.verify(issuer.publicKey);
}

/** The certificates in a PEM text; undefined when one of them cannot be read. */
export function certificatesIn(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}
