import type { ZipMember } from '../../zip/stored-zip.ts';
import {
  deliveriesShape,
  evidenceNames,
  type ExportedDeliveries,
  type ExportedHistory,
  type ExportedSubmission,
  historyShape,
  submissionShape,
} from '../archive/shapes.ts';
import type { EvidenceCheck } from '../contract.ts';
import { checkHistory } from './check-history.ts';
import { checkPieces } from './check-pieces.ts';
import { checkProof } from './check-proof.ts';
import { parsedFile } from './parsed-file.ts';
import type { EvidenceVerifying } from './verify-archive.ts';

/** A submission of an archive with what was checked of it. */
export interface VerifiedSubmission {
  readonly id: string;
  readonly portal?: string | undefined;
  readonly state?: string | undefined;
  readonly receivedAt?: string | undefined;
  /** References by the target that gave them. */
  readonly references: readonly { readonly target: string; readonly reference: string }[];
  /** When which kind of its data was purged: what is gone cannot be checked. */
  readonly purged?: Readonly<Record<string, string>> | undefined;
  readonly checks: readonly EvidenceCheck[];
}

/** The files of one submission, read. */
export interface ReadSubmission {
  readonly submission: ExportedSubmission;
  readonly deliveries: ExportedDeliveries;
  readonly history: ExportedHistory;
  /** All files of the submission, by their names below its folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Verifies what an archive holds of one submission.
 *
 * @param members the files in its folder
 */
export async function verifySubmission(
  id: string,
  members: readonly ZipMember[],
  verifying: EvidenceVerifying,
): Promise<VerifiedSubmission> {
  const files = new Map(members.map(({ name, bytes }) => [name.slice(id.length + 1), bytes]));
  const submission = parsedFile(files.get(evidenceNames.submission), submissionShape);
  const deliveries = parsedFile(files.get(evidenceNames.deliveries), deliveriesShape);
  const history = parsedFile(files.get(evidenceNames.history), historyShape);
  if (submission?.id !== id || deliveries === undefined || history === undefined) {
    return { id, references: [], checks: [{ name: 'submission', outcome: 'failed' }] };
  }
  const read: ReadSubmission = { submission, deliveries, history, files };
  const { portal, state, receivedAt, purged } = submission;
  return {
    id,
    portal,
    state,
    receivedAt,
    references: deliveries.deliveries.flatMap(({ target, reference }) => (reference === undefined ? [] : [{ target, reference }])),
    ...(purged !== undefined && { purged }),
    checks: [submissionCheck(read), ...checkHistory(read), ...checkPieces(read), ...(await checkProof(read, verifying))],
  };
}

const places = [evidenceNames.submission, evidenceNames.deliveries, evidenceNames.history, evidenceNames.overview] as const;

/** Only known files, and none of those that belong to every submission missing. */
function submissionCheck({ submission, files }: ReadSubmission): EvidenceCheck {
  const name = 'submission';
  const own = new Set<string>(places);
  const folders = [evidenceNames.portal, evidenceNames.screens];
  const strange = [...files.keys()].filter((file) => !own.has(file) && !folders.some((folder) => file.startsWith(folder)));
  const missing = places.filter((file) => !files.has(file));
  const wrong = [...strange, ...missing];
  if (wrong.length > 0) return { name, outcome: 'failed', detail: wrong.slice(0, 5).join(', ') };
  return { name, outcome: 'ok', detail: submission.state };
}
