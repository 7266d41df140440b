import { CertificateFault, proveChain, readCertificate } from '../certificates/chain.ts';
import { certificatesIn } from '../certificates/with-certificates.ts';
import { publicJwk, type PublicJwk, thumbprint } from '../crypto/jwk.ts';
import { keyNames } from './check-log.ts';
import type { Checks } from './checks.ts';
import type { ReadProof } from './read-proof.ts';

/** Compares the keys of the service with those that the reader has from elsewhere: nothing in a proof can say that they are the service's. */
export function checkTrust({ serviceKeys, proof }: ReadProof, checks: Checks): void {
  const trusted = (proof.trusted ?? []).flatMap((key) => publicJwk.safeParse(key).data ?? []);
  if (trusted.length === 0 || serviceKeys.length === 0) return checks.add('trust', 'absent', keyNames(serviceKeys) || undefined);
  const prints = new Set(trusted.map(thumbprint));
  const foreign = serviceKeys.filter((key) => !prints.has(thumbprint(key)));
  checks.add('trust', foreign.length === 0 ? 'ok' : 'failed', keyNames(foreign.length === 0 ? serviceKeys : foreign));
}

/** Follows the certificates of the service's keys up to an authority that the reader trusts, as they stood when the submission was received. */
export function checkCertificates({ serviceKeys, proof }: ReadProof, checks: Checks): void {
  const roots = proof.roots === undefined ? undefined : certificatesIn(proof.roots);
  if (roots === undefined || roots.length === 0 || serviceKeys.length === 0) return checks.add('certificates', 'absent');
  const rules = { roots: roots.map(({ raw }, at) => readCertificate(raw, at)), now: proof.receivedAt };
  const wrong = serviceKeys.flatMap((key) => whyUnproved(key, rules) ?? [])[0];
  checks.add('certificates', wrong === undefined ? 'ok' : 'failed', wrong);
}

function whyUnproved(key: PublicJwk, rules: Parameters<typeof proveChain>[2]): string | undefined {
  try {
    proveChain(key, 'verify', rules);
    return undefined;
  } catch (error) {
    if (error instanceof CertificateFault) return error.message;
    throw error;
  }
}
