import { createHash } from 'node:crypto';
import { evidenceNames } from '../archive/shapes.ts';
import type { EvidenceCheck } from '../contract.ts';
import type { ReadSubmission } from './verify-submission.ts';

/** Compares the masked evidence with its index. */
export function checkPieces({ deliveries, files, submission }: ReadSubmission): readonly EvidenceCheck[] {
  const name = 'pieces';
  const pieces = deliveries.deliveries.flatMap(({ evidence }) => evidence);
  const contained = [...files.keys()].filter((file) => file.startsWith(evidenceNames.screens));
  const named = pieces.flatMap(({ file }) => file ?? []);
  const changed = pieces.find(({ file, sha256, size }) => file !== undefined && !isPiece(files.get(file), { sha256, size }));
  const unnamed = contained.find((file) => !named.includes(file));
  const wrong = changed?.file ?? unnamed ?? (new Set(named).size < named.length ? 'twice' : undefined);
  if (wrong !== undefined) return [{ name, outcome: 'failed', detail: wrong }];
  if (named.length > 0) return [{ name, outcome: 'ok', detail: `${named.length}/${pieces.length}` }];
  const isPurged = submission.purged?.['evidence'] !== undefined;
  return [{ name, outcome: 'absent', ...(!isPurged && { detail: `0/${pieces.length}` }) }];
}

function isPiece(bytes: Uint8Array | undefined, { sha256, size }: { readonly sha256: string; readonly size: number }): boolean {
  return bytes !== undefined && bytes.length === size && createHash('sha256').update(bytes).digest('hex') === sha256;
}
