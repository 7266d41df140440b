import type { PortalEvidenceVerifier } from '@amtsbote/sdk';
import { evidenceFormat } from './format.ts';

/** Verifies the proof of a submission of FIT-Connect: its event log, the keys, the authentication tags, and what we answered. */
export const verifier: PortalEvidenceVerifier = {
  formats: [evidenceFormat],
  verify: async (proof) => (await import('./verify-proof.ts')).verifyProof(proof),
};
