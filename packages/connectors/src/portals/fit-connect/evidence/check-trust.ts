import { publicJwk, thumbprint } from '../crypto/jwk.ts';
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
