import { CertificateFault, type Chain, type ReadCertificate } from './chain.ts';
import { keyUsage } from './certificate-facts.ts';
import { type RevocationList, serialOf } from './revocation-list.ts';

/** Clocks differ a little. */
const skewMs = 300_000;

/**
 * Whether nothing in a chain is revoked, by lists that count now and are signed by the issuer of each. The root is not looked up: it is
 * trusted because it is configured.
 *
 * @returns false when it cannot be told of one of them
 * @throws CertificateFault when one is revoked
 */
export function isKnownUnrevoked(chain: Chain, lists: readonly RevocationList[], now: number): boolean {
  let isKnown = true;
  for (const [at, one] of chain.entries()) {
    const issuer = chain[at + 1];
    if (issuer === undefined) break;
    const counting = lists.filter((list) => counts(list, issuer, now));
    const serial = serialOf(one.certificate.serialNumber);
    if (counting.some(({ revoked }) => revoked.has(serial))) throw new CertificateFault(`certificate ${at + 1} was revoked`);
    if (counting.length === 0) isKnown = false;
  }
  return isKnown;
}

function counts(list: RevocationList, { certificate, facts }: ReadCertificate, now: number): boolean {
  const { issuer, thisUpdate, nextUpdate = 0, isPartial } = list;
  if (isPartial || !issuer.equals(facts.subject) || thisUpdate > now + skewMs || nextUpdate < now) return false;
  if (facts.keyUsage !== undefined && (facts.keyUsage & keyUsage.crlSign) === 0) return false;
  return list.isSignedBy(certificate.publicKey);
}
