import { createHash } from 'node:crypto';
import { ConfigurationFault } from '../errors/families.ts';
import { type ArchiveSigner, archiveSigner } from '../evidence/archive/archive-signer.ts';
import {
  evidenceNames,
  type ArchiveSignature,
  evidenceSchemas,
  type ExportedDelivery,
  type ExportedFinding,
  type ExportedHistory,
  type ExportedPiece,
  type ExportedSubmission,
} from '../evidence/archive/shapes.ts';
import { type SubmissionEvidence, writeEvidence } from '../evidence/archive/write-archive.ts';
import type { SubmissionHistory } from '../ledger/audit.ts';
import type { Ledger } from '../ledger/contract.ts';
import type { AttemptView, DeliverySummary, EvidenceView, KeptPortalEvidence, SubmissionView } from '../ledger/views.ts';
import type { Finding } from '../model/finding.ts';
import type { EpochMs, SubmissionId } from '../model/ids.ts';
import { ArchiveRefusal } from '../zip/entry-rules.ts';
import type { Wiring } from './open-runtime.ts';
import { idOf } from './sync.ts';

/** Which evidence is wanted: of one submission, or of all that were received in a time. */
export interface EvidenceWanted {
  /** A submission id, a unique beginning of it, or a delivery key. */
  readonly submission?: string | undefined;
  /** Received at this time or later. */
  readonly from?: EpochMs | undefined;
  /** Received before this time. */
  readonly to?: EpochMs | undefined;
  /** With the masked evidence itself, not only its hashes. */
  readonly withScreens?: boolean | undefined;
}

/** An evidence archive on its way out of the ledger. */
export interface EvidenceExport {
  readonly submissions: readonly SubmissionId[];
  /** Thumbprint of the key it is signed with. */
  readonly signedBy: string;
  /** The archive, piece by piece. Throws `ConfigurationFault` (AB_USAGE) when it grows too large. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Exports evidence: what the portal handed over as proof, history, deliveries; nothing of the content. The same ledger makes the same bytes.
 *
 * @throws ConfigurationFault AB_ID_UNKNOWN
 */
export async function exportEvidence(wiring: Wiring, wanted: EvidenceWanted): Promise<EvidenceExport> {
  const ledger = await wiring.ledger();
  const submissions = await idsOf(wiring, wanted);
  const signer = signerOf(ledger);
  return { submissions, signedBy: signer.thumbprint, chunks: chunksOf(ledger, submissions, { signer, wanted }) };
}

/** The public key that archives of this ledger are signed with. It stays the same when the master key is changed. */
export async function evidenceKey(wiring: Wiring): Promise<ArchiveSignature['key']> {
  return signerOf(await wiring.ledger()).key;
}

function signerOf({ keys }: Ledger): ArchiveSigner {
  return archiveSigner(Buffer.from(keys.sign('evidence-signature', 'ed25519/1'), 'hex'));
}

async function idsOf(wiring: Wiring, { submission, from, to }: EvidenceWanted): Promise<readonly SubmissionId[]> {
  if (submission !== undefined) return [await idOf(wiring, submission)];
  const { views } = await wiring.ledger();
  const found = await views.list({ from, to, limit: mostSubmissions + 1 });
  if (found.length > mostSubmissions) throw tooMany();
  return found.map(({ id }) => id).sort();
}

/** More have more files than an archive takes. */
const mostSubmissions = 15_000;

function tooMany(): ConfigurationFault {
  return new ConfigurationFault('AB_USAGE', 'The evidence of so many submissions does not fit into one archive', {
    hint: 'Export a shorter time, or without the masked evidence.',
  });
}

interface Exporting {
  readonly signer: ArchiveSigner;
  readonly wanted: EvidenceWanted;
}

async function* chunksOf(ledger: Ledger, ids: readonly SubmissionId[], { signer, wanted }: Exporting): AsyncIterable<Uint8Array> {
  try {
    yield* writeEvidence(evidenceOf(ledger, ids, wanted), signer);
  } catch (error) {
    if (!(error instanceof ArchiveRefusal)) throw error;
    throw tooMany();
  }
}

/**
 * A run may go on meanwhile: what is read later may know more than what was read before, never less. So the summary is read first, and the
 * proof of its portal last.
 */
async function* evidenceOf(
  { views, audit }: Ledger,
  ids: readonly SubmissionId[],
  wanted: EvidenceWanted,
): AsyncIterable<SubmissionEvidence> {
  for (const id of ids) {
    const view = await views.show(id);
    const pieces = new Map<string, Uint8Array>();
    const index: IndexedPiece[] = [];
    for (const piece of view.evidence) {
      const bytes = await views.evidence(piece.id);
      const file = wanted.withScreens === true ? fileOf(piece, pieces) : undefined;
      if (file !== undefined) pieces.set(file, bytes);
      index.push({ piece, exported: pieceOf(piece, { bytes, file }) });
    }
    const history = await audit.historyOf(id);
    const kept = await views.portalEvidence(id);
    yield {
      submission: submissionOf(view, kept),
      deliveries: { schema: evidenceSchemas.deliveries, deliveries: view.deliveries.map((one) => deliveryOf(one, view, index)) },
      history: historyOf(history),
      proof: Object.assign({}, ...kept.toReversed().map(({ files }) => files)) as Record<string, string>,
      pieces,
    };
  }
}

interface IndexedPiece {
  readonly piece: EvidenceView;
  readonly exported: ExportedPiece;
}

function submissionOf(view: SubmissionView, kept: readonly KeptPortalEvidence[]): ExportedSubmission {
  const { id, portal, portalId, state, test, receivedAt, purged, held, findings, reports } = view;
  const times = Object.entries(purged ?? {}).map(([kind, at]) => [kind, iso(at)] as const);
  return {
    schema: evidenceSchemas.submission,
    id,
    portal,
    portalId,
    proof: kept[0]?.format,
    state,
    test,
    receivedAt: iso(receivedAt),
    ...(times.length > 0 && { purged: Object.fromEntries(times) }),
    ...(held === true && { held }),
    findings: findings.map(codesOf),
    reports: reports.map((report) => ({
      id: report.id,
      kind: report.kind,
      createdAt: iso(report.createdAt),
      sentAt: isoIf(report.sentAt),
      status: report.state?.status,
    })),
  };
}

function deliveryOf(delivery: DeliverySummary, { attempts }: SubmissionView, index: readonly IndexedPiece[]): ExportedDelivery {
  const { key, route, target, recordType, state, channel, reference, findings } = delivery;
  return {
    key,
    route,
    target,
    recordType,
    state,
    channel,
    reference,
    findings: findings.map(codesOf),
    attempts: attempts.filter((one) => one.delivery === key).map(attemptOf),
    evidence: index.filter(({ piece }) => piece.delivery === key).map(({ exported }) => exported),
  };
}

function attemptOf({ number, channel, startedAt, endedAt, outcome, code }: AttemptView): ExportedDelivery['attempts'][number] {
  return { number, channel, startedAt: iso(startedAt), endedAt: isoIf(endedAt), outcome, code };
}

function pieceOf(piece: EvidenceView, { bytes, file }: { readonly bytes: Uint8Array; readonly file: string | undefined }): ExportedPiece {
  const { attempt, kind, name, mediaType, at } = piece;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { attempt, kind, name, mediaType, size: bytes.length, at: iso(at), sha256, file };
}

/** The name of a piece in the archive: plain, and of its own. */
function fileOf({ delivery, attempt, name }: EvidenceView, taken: ReadonlyMap<string, unknown>): string {
  const safe = `${delivery}-${attempt}-${name}`.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 120);
  const names = new Set([...taken.keys()].map((file) => file.toLowerCase()));
  const free = (count: number): string => {
    const file = `${evidenceNames.screens}${count === 1 ? '' : `${count}-`}${safe}`;
    return names.has(file.toLowerCase()) ? free(count + 1) : file;
  };
  return free(1);
}

function historyOf({ events, faults, checkpoint }: SubmissionHistory): ExportedHistory {
  return {
    schema: evidenceSchemas.history,
    intact: faults.length === 0,
    ...(checkpoint !== undefined && { checkpoint: { ...checkpoint, at: iso(checkpoint.at) } }),
    events: events.map(({ number, position, at, type, delivery, detail, sealedHash, hash }) => {
      return { number, position, at: iso(at), type, delivery, detail, sealedHash, hash };
    }),
  };
}

function codesOf({ code, officialCode }: Finding): ExportedFinding {
  return { code, officialCode };
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}

function isoIf(at: EpochMs | undefined): string | undefined {
  return at === undefined ? undefined : iso(at);
}
