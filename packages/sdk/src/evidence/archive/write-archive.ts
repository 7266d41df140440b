import { createHash } from 'node:crypto';
import { StoredZipWriter } from '../../zip/stored-zip.ts';
import { overviewText, readMeText } from './read-me.ts';
import type { ArchiveSigner } from './archive-signer.ts';
import {
  type EvidenceManifest,
  evidenceNames,
  evidenceSchemas,
  type ExportedDeliveries,
  type ExportedHistory,
  type ExportedSubmission,
  jsonFile,
  type ListedFile,
} from './shapes.ts';

/** All that goes into an archive of one submission. */
export interface SubmissionEvidence {
  readonly submission: ExportedSubmission;
  readonly deliveries: ExportedDeliveries;
  readonly history: ExportedHistory;
  /** What the portal handed over as proof, by name. */
  readonly proof: Readonly<Record<string, string>>;
  /** Masked evidence by its file name, where it was asked for. */
  readonly pieces: ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes an evidence archive piece by piece: the same evidence makes the same bytes. Manifest and signature come last, so that an archive that was
 * not written to its end has none.
 *
 * @throws ArchiveRefusal when it would be too large
 */
export async function* writeEvidence(submissions: AsyncIterable<SubmissionEvidence>, signer: ArchiveSigner): AsyncIterable<Uint8Array> {
  const zip = new StoredZipWriter();
  const files: ListedFile[] = [];
  const ids: string[] = [];
  const add = (name: string, bytes: Uint8Array): readonly Uint8Array[] => {
    files.push({ name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    return zip.add({ name, bytes });
  };
  yield* add(evidenceNames.readMe, Buffer.from(readMeText(signer.thumbprint), 'utf8'));
  for await (const evidence of submissions) {
    ids.push(evidence.submission.id);
    for (const [name, bytes] of filesOf(evidence)) yield* add(`${evidence.submission.id}/${name}`, bytes);
  }
  const manifest = jsonFile({ schema: evidenceSchemas.manifest, submissions: ids, files } satisfies EvidenceManifest);
  yield* zip.add({ name: evidenceNames.manifest, bytes: manifest });
  yield* zip.add({ name: evidenceNames.signature, bytes: jsonFile(signer.sign(manifest)) });
  yield zip.end();
}

/** The files of a submission, by name, in the order of names. */
function filesOf(evidence: SubmissionEvidence): readonly (readonly [string, Uint8Array])[] {
  const { submission, deliveries, history, proof, pieces } = evidence;
  const files: readonly (readonly [string, Uint8Array])[] = [
    [evidenceNames.submission, jsonFile(submission)],
    [evidenceNames.deliveries, jsonFile(deliveries)],
    [evidenceNames.history, jsonFile(history)],
    [evidenceNames.overview, Buffer.from(overviewText(evidence), 'utf8')],
    ...Object.entries(proof).map(([name, text]) => [`${evidenceNames.portal}${name}`, Buffer.from(text, 'utf8')] as const),
    ...pieces,
  ];
  return files.toSorted(([one], [other]) => (one < other ? -1 : 1));
}
