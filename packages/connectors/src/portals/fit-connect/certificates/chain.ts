import { X509Certificate } from 'node:crypto';
import { type KeyUse, publicKeyOf, type PublicJwk } from '../crypto/jwk.ts';
import { isIssuedBy } from './with-certificates.ts';
import { type CertificateFacts, certificateFacts, keyUsage } from './certificate-facts.ts';

/** A certificate with what Node.js does not tell of it. */
export interface ReadCertificate {
  readonly certificate: X509Certificate;
  readonly facts: CertificateFacts;
}

/** The certificates of a key, its own first, up to one of the roots. */
export type Chain = readonly ReadCertificate[];

/** Why certificates prove nothing: half a sentence, free of the names in them. */
export class CertificateFault extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'CertificateFault';
  }
}

/** What certificates are judged by. */
export interface ChainRules {
  readonly roots: readonly ReadCertificate[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const longest = 6;

/**
 * Follows the certificates of a key up to one of the roots: each is valid now, signed by the next one, and may be used so.
 *
 * @throws CertificateFault
 */
export function proveChain(jwk: PublicJwk, use: KeyUse, { roots, now }: ChainRules): Chain {
  const given = (jwk.x5c ?? []).map((text, at) => readCertificate(Buffer.from(text, 'base64'), at));
  const [own] = given;
  if (own === undefined) throw new CertificateFault('the key has no certificate');
  if (!own.certificate.publicKey.equals(publicKeyOf(jwk))) throw new CertificateFault('its first certificate is of another key');
  checkUse(own, use);
  const chain = upToRoot(given, roots);
  if (own.certificate.ca && chain.length > 1) throw new CertificateFault('its certificate is that of an authority');
  for (const [at, one] of chain.entries()) checkOne(one, at, now);
  for (const [at, one] of chain.entries()) {
    const above = chain[at + 1];
    if (above !== undefined) checkSigned(one, above, at);
  }
  return chain;
}

/** A certificate in DER; `at` says which one it is. */
export function readCertificate(bytes: Uint8Array, at: number): ReadCertificate {
  try {
    const certificate = new X509Certificate(bytes);
    return { certificate, facts: certificateFacts(certificate) };
  } catch {
    throw new CertificateFault(`certificate ${at + 1} cannot be read`);
  }
}

/** Certificates behind the first root are left out: what the sender of a chain puts there proves nothing. */
function upToRoot(given: Chain, roots: readonly ReadCertificate[]): Chain {
  const isRoot = (one: ReadCertificate): boolean => roots.some(({ certificate }) => certificate.raw.equals(one.certificate.raw));
  const end = given.findIndex(isRoot);
  const chain = end < 0 ? given : given.slice(0, end + 1);
  if (chain.length > longest) throw new CertificateFault('there are too many certificates');
  if (end >= 0) return chain;
  const last = chain.at(-1);
  const root = last && roots.find(({ certificate }) => isIssuedBy(last.certificate, certificate));
  if (root === undefined) throw new CertificateFault('they lead to none of the roots');
  return [...chain, root];
}

function checkUse({ facts }: ReadCertificate, use: KeyUse): void {
  const { digitalSignature, keyEncipherment, dataEncipherment } = keyUsage;
  const needed = use === 'verify' || use === 'sign' ? digitalSignature : keyEncipherment | dataEncipherment;
  if (facts.keyUsage !== undefined && (facts.keyUsage & needed) === 0) throw new CertificateFault('its certificate is for another use');
}

function checkOne({ certificate, facts }: ReadCertificate, at: number, now: number): void {
  if (now < certificate.validFromDate.getTime()) throw new CertificateFault(`certificate ${at + 1} is not valid yet`);
  if (now > certificate.validToDate.getTime()) throw new CertificateFault(`certificate ${at + 1} has expired`);
  if (facts.unheeded.length > 0)
    throw new CertificateFault(`certificate ${at + 1} has a critical extension that is not heeded (${facts.unheeded[0]})`);
}

function checkSigned({ certificate, facts }: ReadCertificate, above: ReadCertificate, at: number): void {
  const issuer = above.certificate;
  const { keyUsage: usage, pathLength } = above.facts;
  if (facts.isWeaklySigned) throw new CertificateFault(`certificate ${at + 1} is signed with MD5 or SHA-1`);
  if (!issuer.ca || (usage !== undefined && (usage & keyUsage.certSign) === 0)) {
    throw new CertificateFault(`certificate ${at + 2} may not sign certificates`);
  }
  if (pathLength !== undefined && at > pathLength) throw new CertificateFault(`certificate ${at + 2} may not have so many below it`);
  if (!isIssuedBy(certificate, issuer)) {
    throw new CertificateFault(`certificate ${at + 1} is not signed by certificate ${at + 2}`);
  }
}
