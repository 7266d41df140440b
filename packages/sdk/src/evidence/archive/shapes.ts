import { z, type ZodType } from 'zod';

/** What a file of an evidence archive says that it is. */
export const evidenceSchemas = {
  manifest: 'amtsbote.evidence.manifest/1',
  signature: 'amtsbote.evidence.signature/1',
  submission: 'amtsbote.evidence.submission/1',
  deliveries: 'amtsbote.evidence.deliveries/1',
  history: 'amtsbote.evidence.history/1',
} as const;

/** Names of files in an evidence archive; those of a submission lie in a folder with its id. */
export const evidenceNames = {
  readMe: 'LIESMICH.txt',
  manifest: 'manifest.json',
  signature: 'signature.json',
  submission: 'submission.json',
  deliveries: 'deliveries.json',
  history: 'history.json',
  overview: 'uebersicht.txt',
  portal: 'portal/',
  screens: 'screens/',
} as const;

/** Lists every file of an archive but itself and its signature. */
export interface EvidenceManifest {
  readonly schema: typeof evidenceSchemas.manifest;
  readonly submissions: readonly string[];
  readonly files: readonly ListedFile[];
}

/** A file by its hash. */
export interface ListedFile {
  readonly name: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A submission as it stands. Times are ISO 8601, UTC. */
export interface ExportedSubmission {
  readonly schema: typeof evidenceSchemas.submission;
  readonly id: string;
  readonly portal: string;
  /** The portal's id; absent once it was purged. */
  readonly portalId?: string | undefined;
  /** Format of what the portal handed over as proof; absent where it did not, or where that was purged. */
  readonly proof?: string | undefined;
  readonly state: string;
  readonly test: boolean;
  readonly receivedAt: string;
  /** When which kind of its data was purged. */
  readonly purged?: Readonly<Record<string, string>> | undefined;
  readonly held?: boolean | undefined;
  readonly findings: readonly ExportedFinding[];
  readonly reports: readonly ExportedReport[];
}

/** What stands against a submission or delivery: codes, no texts. */
export interface ExportedFinding {
  readonly code: string;
  readonly officialCode?: string | undefined;
}

/** What the portal was told. */
export interface ExportedReport {
  readonly id: string;
  readonly kind: string;
  readonly createdAt: string;
  readonly sentAt?: string | undefined;
  readonly status?: string | undefined;
}

/** What became of a submission at its targets. */
export interface ExportedDeliveries {
  readonly schema: typeof evidenceSchemas.deliveries;
  readonly deliveries: readonly ExportedDelivery[];
}

/** One delivery with its attempts and an index of its evidence. */
export interface ExportedDelivery {
  readonly key: string;
  readonly route: string;
  readonly target: string;
  readonly recordType: string;
  readonly state: string;
  readonly channel?: string | undefined;
  /** What the target calls the record; absent once it was purged. */
  readonly reference?: string | undefined;
  readonly findings: readonly ExportedFinding[];
  readonly attempts: readonly ExportedAttempt[];
  readonly evidence: readonly ExportedPiece[];
}

/** One try of a delivery. */
export interface ExportedAttempt {
  readonly number: number;
  readonly channel?: string | undefined;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
}

/** A piece of masked evidence by its hash. */
export interface ExportedPiece {
  readonly attempt: number;
  readonly kind: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly at: string;
  readonly sha256: string;
  /** Below the folder of the submission; absent where the piece itself is not in the archive. */
  readonly file?: string | undefined;
}

/** The history of a submission with the links of its chain. */
export interface ExportedHistory {
  readonly schema: typeof evidenceSchemas.history;
  /** Whether the ledger, which has the keys, found each link as it was written when this was exported. */
  readonly intact: boolean;
  /** The first checkpoint that covers all of these events; absent where none does yet. */
  readonly checkpoint?: ExportedCheckpoint | undefined;
  readonly events: readonly ExportedLink[];
}

/** A keyed hash over the history of all submissions. */
export interface ExportedCheckpoint {
  readonly number: number;
  readonly at: string;
  readonly lastEvent: number;
  readonly events: number;
  readonly hash: string;
}

/** An event and its place in the chain. */
export interface ExportedLink {
  readonly number: number;
  readonly position: number;
  readonly at: string;
  readonly type: string;
  readonly delivery?: string | undefined;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly sealedHash?: string | undefined;
  readonly hash?: string | undefined;
}

/** A signature over the manifest. */
export interface ArchiveSignature {
  readonly schema: typeof evidenceSchemas.signature;
  readonly algorithm: 'Ed25519';
  /** The public key (JWK, RFC 8037). */
  readonly key: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };
  /** Of the key, by RFC 7638 with SHA-256. */
  readonly thumbprint: string;
  /** Over the bytes of the manifest, base64url. */
  readonly signature: string;
}

const word = z.string().max(500);
const time = z.iso.datetime({ precision: 3 });
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const finding = z.strictObject({ code: word, officialCode: word.optional() });

/** Shape of {@link EvidenceManifest}. */
export const manifestShape: ZodType<EvidenceManifest> = z.strictObject({
  schema: z.literal(evidenceSchemas.manifest),
  submissions: z.array(z.string().regex(/^s-[a-z0-9]{1,60}$/)),
  files: z.array(z.strictObject({ name: word, size: count, sha256 })),
});

/** Shape of {@link ExportedSubmission}. */
export const submissionShape: ZodType<ExportedSubmission> = z.strictObject({
  schema: z.literal(evidenceSchemas.submission),
  id: word,
  portal: word,
  portalId: z.string().max(5_000).optional(),
  proof: z
    .string()
    .regex(/^[a-z0-9-]{1,60}\/\d{1,4}$/)
    .optional(),
  state: word,
  test: z.boolean(),
  receivedAt: time,
  purged: z.record(word, time).optional(),
  held: z.boolean().optional(),
  findings: z.array(finding),
  reports: z.array(z.strictObject({ id: word, kind: word, createdAt: time, sentAt: time.optional(), status: word.optional() })),
});

const attempt = z.strictObject({
  number: count,
  channel: word.optional(),
  startedAt: time,
  endedAt: time.optional(),
  outcome: word.optional(),
  code: word.optional(),
});

const piece = z.strictObject({
  attempt: count,
  kind: word,
  name: word,
  mediaType: word,
  size: count,
  at: time,
  sha256,
  file: word.optional(),
});

/** Shape of {@link ExportedDeliveries}. */
export const deliveriesShape: ZodType<ExportedDeliveries> = z.strictObject({
  schema: z.literal(evidenceSchemas.deliveries),
  deliveries: z.array(
    z.strictObject({
      key: word,
      route: word,
      target: word,
      recordType: word,
      state: word,
      channel: word.optional(),
      reference: z.string().max(5_000).optional(),
      findings: z.array(finding),
      attempts: z.array(attempt),
      evidence: z.array(piece),
    }),
  ),
});

/** Shape of {@link ExportedHistory}. */
export const historyShape: ZodType<ExportedHistory> = z.strictObject({
  schema: z.literal(evidenceSchemas.history),
  intact: z.boolean(),
  checkpoint: z.strictObject({ number: count, at: time, lastEvent: count, events: count, hash: word }).optional(),
  events: z.array(
    z.strictObject({
      number: count,
      position: count,
      at: time,
      type: word,
      delivery: word.optional(),
      detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      sealedHash: word.optional(),
      hash: word.optional(),
    }),
  ),
});

/** Shape of {@link ArchiveSignature}. */
export const signatureShape: ZodType<ArchiveSignature> = z.strictObject({
  schema: z.literal(evidenceSchemas.signature),
  algorithm: z.literal('Ed25519'),
  key: z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  thumbprint: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});

/** A JSON file of an archive: readable, and always the same for the same value. */
export function jsonFile(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`, 'utf8');
}
