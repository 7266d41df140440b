import { evidenceNames } from '../archive/shapes.ts';
import type { EvidenceCheck, PortalProof } from '../contract.ts';
import { textOf } from './parsed-file.ts';
import type { EvidenceVerifying } from './verify-archive.ts';
import type { ReadSubmission } from './verify-submission.ts';

/** Has the proof of the portal verified by who knows its format. What is there and known to nobody is vouched for by nobody. */
export async function checkProof(read: ReadSubmission, verifying: EvidenceVerifying): Promise<readonly EvidenceCheck[]> {
  const name = 'proof';
  const { proof: format } = read.submission;
  const contained = [...read.files.keys()].filter((file) => file.startsWith(evidenceNames.portal));
  if (format === undefined && contained.length === 0) return [{ name, outcome: 'absent' }];
  if (format === undefined || contained.length === 0) return [{ name, outcome: 'failed', detail: format ?? contained[0] }];
  const verifier = await verifying.verifierOf(format);
  if (verifier === undefined || !verifier.formats.includes(format)) return [{ name, outcome: 'failed', detail: format }];
  const files = textsOf(read);
  if (files === undefined) return [{ name, outcome: 'failed', detail: 'UTF-8' }];
  return [{ name, outcome: 'ok', detail: format }, ...(await verifier.verify(proofOf(read, files, verifying)))];
}

function proofOf(
  { submission }: ReadSubmission,
  files: ReadonlyMap<string, string>,
  { trusted, roots, now }: EvidenceVerifying,
): PortalProof {
  const { portalId, receivedAt, reports } = submission;
  return {
    files,
    portalId,
    receivedAt: Date.parse(receivedAt),
    told: reports.flatMap(({ kind, sentAt }) => (sentAt === undefined ? [] : [{ kind, sentAt: Date.parse(sentAt) }])),
    trusted,
    roots,
    now,
  };
}

function textsOf({ files }: ReadSubmission): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const [file, bytes] of files) {
    if (!file.startsWith(evidenceNames.portal)) continue;
    const text = textOf(bytes);
    if (text === undefined) return undefined;
    texts.set(file.slice(evidenceNames.portal.length), text);
  }
  return texts;
}
