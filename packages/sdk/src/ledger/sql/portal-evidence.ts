import { createHash } from 'node:crypto';
import type { PortalEvidence } from '../../evidence/contract.ts';
import type { EpochMs, SubmissionId } from '../../model/ids.ts';
import { seal, type SealKey, unseal } from '../../sealing/envelope.ts';
import type { KeptPortalEvidence } from '../views.ts';
import { type Db, type LedgerContext, fromJson } from './context.ts';
import { firstRow, prepared } from './prepared.ts';
import { keptBits } from './purge-kinds.ts';
import { evidencePlace } from './sql-deliveries.ts';
import type { EvidenceRow, Tables } from './tables.ts';

/** The kind of rows of `evidence` that hold what a portal handed over: theirs is the submission, where others have a delivery. */
export const portalKind = 'portal';

const insertEvidence = prepared((db, row: Omit<EvidenceRow, 'id'>) => db.insertInto('evidence').values(row));

const insertShared = prepared((db, row: Tables['shared_evidence']) =>
  db
    .insertInto('shared_evidence')
    .values(row)
    .onConflict((conflict) => conflict.column('hash').doNothing()),
);

const namesOf = prepared((db, { submission, kind }: { readonly submission: SubmissionId; readonly kind: string }) =>
  db.selectFrom('evidence').select('name').where('submission_id', '=', submission).where('kind', '=', kind),
);

const keptOf = prepared((db, { submission }: { readonly submission: SubmissionId }) =>
  db.selectFrom('submissions').select(['data_key', 'kept']).where('id', '=', submission),
);

/** What is kept, and of what. */
export interface PortalEvidenceToKeep {
  readonly submission: SubmissionId;
  /** `received`, or the id of a report: there is one piece of each name. */
  readonly name: string;
  readonly at: EpochMs;
  readonly evidence: PortalEvidence;
}

/** Keeps what came with a submission, in the transaction that keeps the submission. */
export async function keepReceived(tx: Db, piece: PortalEvidenceToKeep, key: SealKey): Promise<void> {
  const { submission, name, at, evidence } = piece;
  const { format, files, shared = {} } = evidence;
  const hashes = Object.entries(shared).map(([file, content]) => [file, sha256(content)] as const);
  for (const [file, hash] of hashes) await insertShared(tx, { hash, content: shared[file] ?? '' });
  const kept: KeptPiece = { format, files, shared: Object.fromEntries(hashes) };
  const bytes = Buffer.from(JSON.stringify(kept), 'utf8');
  await insertEvidence(tx, {
    submission_id: submission,
    delivery_key: submission,
    attempt: 0,
    kind: portalKind,
    name,
    media_type: 'application/json',
    size: bytes.length,
    at,
    sealed_bytes: seal(key, placeOf(submission, name), bytes),
  });
}

/** Keeps what came with a report, once, in the transaction that notes it as sent. Where the evidence was purged before, nothing is kept. */
export async function keepReported({ keys }: LedgerContext, tx: Db, piece: PortalEvidenceToKeep): Promise<void> {
  const { submission, name } = piece;
  const { rows } = await namesOf(tx, { submission, kind: portalKind });
  const row = firstRow(await keptOf(tx, { submission }));
  if (rows.some((kept) => kept.name === name)) return;
  if (row === undefined || row.data_key.length === 0 || (row.kept & keptBits.evidence) === 0) return;
  await keepReceived(tx, piece, keys.unwrap(submission, row.data_key));
}

/** What the portal handed over for a submission, oldest first; none once it was purged. */
export async function portalEvidenceOf({ db, keys }: LedgerContext, submission: SubmissionId): Promise<readonly KeptPortalEvidence[]> {
  const rows = await db
    .selectFrom('evidence')
    .innerJoin('submissions', 'submissions.id', 'evidence.submission_id')
    .select(['evidence.name', 'evidence.at', 'evidence.sealed_bytes', 'submissions.data_key'])
    .where('submission_id', '=', submission)
    .where('kind', '=', portalKind)
    .orderBy('evidence.id')
    .execute();
  const pieces = rows.map(({ name, at, sealed_bytes, data_key }) => {
    const plain = unseal(keys.unwrap(submission, data_key), placeOf(submission, name), sealed_bytes);
    return { name, at, kept: fromJson<KeptPiece>(plain.toString('utf8')) };
  });
  const hashes = [...new Set(pieces.flatMap(({ kept }) => Object.values(kept.shared)))];
  const shared = hashes.length === 0 ? [] : await db.selectFrom('shared_evidence').selectAll().where('hash', 'in', hashes).execute();
  const texts = new Map(shared.map(({ hash, content }) => [hash, content]));
  return pieces.map(({ name, at, kept }) => ({ name, at, format: kept.format, files: { ...kept.files, ...sharedFiles(kept, texts) } }));
}

/** What is sealed of a piece: its own files, and the hashes of those that it shares. */
interface KeptPiece extends Pick<PortalEvidence, 'format' | 'files'> {
  readonly shared: Readonly<Record<string, string>>;
}

/** The shared files of a piece by name; one that is not there, or not what it was, is left out. */
function sharedFiles({ shared }: KeptPiece, texts: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const found = Object.entries(shared).flatMap(([file, hash]) => {
    const content = texts.get(hash);
    return content === undefined || sha256(content) !== hash ? [] : [[file, content] as const];
  });
  return Object.fromEntries(found);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function placeOf(submission: string, name: string): string {
  return evidencePlace(submission, 0, name);
}
