import type { EvidenceCheck, PortalProof } from '@amtsbote/sdk';
import { checkAnswer } from './check-answer.ts';
import { checkLog } from './check-log.ts';
import { checkCertificates, checkTrust } from './check-trust.ts';
import { Checks } from './checks.ts';
import { evidenceFiles } from './format.ts';
import { readProof } from './read-proof.ts';

/** Looks at every part of a proof. */
export async function verifyProof(proof: PortalProof): Promise<readonly EvidenceCheck[]> {
  const checks = new Checks();
  const read = readProof(proof, checks);
  if (read === undefined) return checks.all();
  const log = await checkLog(read, checks);
  await checkAnswer({ read, log }, checks);
  checkTrust(read, checks);
  checkCertificates(read, checks);
  if (proof.files.has(evidenceFiles.unproved)) checks.add('unproved', 'absent', String(read.unproved));
  return checks.all();
}
