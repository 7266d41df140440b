import type { EvidenceVerification, EvidenceVerifying } from '../evidence/verify/verify-archive.ts';

/** Verifies an evidence archive. Needs no configuration, no ledger and no network. */
export async function verifyEvidence(bytes: Uint8Array, verifying: EvidenceVerifying): Promise<EvidenceVerification> {
  const archive = await import('../evidence/verify/verify-archive.ts');
  return archive.verifyEvidence(bytes, verifying);
}
