import { createHash } from 'node:crypto';
import { ArchiveRefusal } from '../../zip/entry-rules.ts';
import { readStoredZip, type ZipMember } from '../../zip/stored-zip.ts';
import { holdsSignature, signerThumbprint } from '../archive/archive-signer.ts';
import { type EvidenceManifest, evidenceNames, type ArchiveSignature, jsonFile, manifestShape, signatureShape } from '../archive/shapes.ts';
import type { EvidenceCheck, PortalEvidenceVerifier } from '../contract.ts';
import { parsedFile } from './parsed-file.ts';
import { type VerifiedSubmission, verifySubmission } from './verify-submission.ts';

/** What an archive is verified with. */
export interface EvidenceVerifying {
  /** Finds what verifies the proof of a portal; undefined where nothing here knows the format. */
  readonly verifierOf: (format: string) => Promise<PortalEvidenceVerifier | undefined>;
  /** Keys (JWK) that the reader has from elsewhere: of the service, of the signature. Absent: none. */
  readonly trusted?: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Certificates (PEM) that the reader trusts. Absent: none. */
  readonly roots?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What came of verifying an archive. */
export interface EvidenceVerification {
  /** False when a check failed; what is absent fails nothing. */
  readonly ok: boolean;
  /** Checks of the archive as a whole. */
  readonly checks: readonly EvidenceCheck[];
  readonly submissions: readonly VerifiedSubmission[];
  /** Thumbprint of the key that the archive is signed with. */
  readonly signedBy?: string | undefined;
}

/**
 * Verifies an evidence archive by what it holds: packing, manifest, signature, and of each submission its history, its index and the proof of its
 * portal. Throws for no content whatever.
 */
export async function verifyEvidence(bytes: Uint8Array, verifying: EvidenceVerifying): Promise<EvidenceVerification> {
  const members = membersOf(bytes);
  if (typeof members === 'string') return ended([{ name: 'archive', outcome: 'failed', detail: members }], []);
  const files = new Map(members.map((member) => [member.name, member.bytes]));
  const manifest = parsedFile(files.get(evidenceNames.manifest), manifestShape);
  const signature = signatureOf(files.get(evidenceNames.signature));
  const checks: EvidenceCheck[] = [
    { name: 'archive', outcome: 'ok', detail: String(members.length) },
    { name: 'manifest', outcome: manifest === undefined ? 'failed' : 'ok' },
    ...(manifest === undefined ? [] : [filesCheck(manifest, members)]),
    signatureCheck(signature, files.get(evidenceNames.manifest)),
    signerTrustCheck(signature, verifying.trusted),
  ];
  const submissions: VerifiedSubmission[] = [];
  const byFolder = Map.groupBy(members, ({ name }) => name.slice(0, Math.max(0, name.indexOf('/'))));
  for (const id of manifest?.submissions ?? []) submissions.push(await verifySubmission(id, byFolder.get(id) ?? [], verifying));
  return { ...ended(checks, submissions), signedBy: signature?.thumbprint };
}

function ended(checks: readonly EvidenceCheck[], submissions: readonly VerifiedSubmission[]): EvidenceVerification {
  const all = [...checks, ...submissions.flatMap((submission) => submission.checks)];
  return { ok: all.every(({ outcome }) => outcome !== 'failed'), checks, submissions };
}

function membersOf(bytes: Uint8Array): readonly ZipMember[] | string {
  try {
    return readStoredZip(bytes);
  } catch (error) {
    if (error instanceof ArchiveRefusal) return error.kind;
    throw error;
  }
}

/** Every file must be in the manifest as it is, and none may be there that is not. */
function filesCheck({ files, submissions }: EvidenceManifest, members: readonly ZipMember[]): EvidenceCheck {
  const name = 'files';
  const listed = new Map(files.map((file) => [file.name, file]));
  const apart = new Set<string>([evidenceNames.manifest, evidenceNames.signature]);
  const present = members.filter((member) => !apart.has(member.name));
  const names = new Set(present.map((member) => member.name));
  const known = new Set(submissions);
  const wrong = [
    ...present.filter(({ name: file, bytes }) => listed.get(file)?.sha256 !== sha256(bytes)).map((member) => member.name),
    ...files.filter((file) => !names.has(file.name)).map((file) => file.name),
    ...present.filter((member) => !isPlace(member.name, known)).map((member) => member.name),
  ];
  const isOnce = listed.size === files.length && known.size === submissions.length;
  if (wrong.length === 0 && isOnce) return { name, outcome: 'ok', detail: String(files.length) };
  return { name, outcome: 'failed', detail: [...new Set(wrong)].slice(0, 5).join(', ') };
}

/** Where files of an archive may lie. */
function isPlace(file: string, submissions: ReadonlySet<string>): boolean {
  return file === evidenceNames.readMe || submissions.has(file.slice(0, Math.max(0, file.indexOf('/'))));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A signature that is written as we write it: no byte of it could be another. */
function signatureOf(bytes: Uint8Array | undefined): ArchiveSignature | undefined {
  const signature = parsedFile(bytes, signatureShape);
  return signature !== undefined && Buffer.from(jsonFile(signature)).equals(Buffer.from(bytes ?? [])) ? signature : undefined;
}

function signatureCheck(signature: ArchiveSignature | undefined, manifest: Uint8Array | undefined): EvidenceCheck {
  const name = 'signature';
  if (signature === undefined || manifest === undefined || !holdsSignature(signature, manifest)) return { name, outcome: 'failed' };
  return { name, outcome: 'ok', detail: signature.thumbprint };
}

/** Whose key it is nothing in the archive can say. */
function signerTrustCheck(signature: ArchiveSignature | undefined, trusted: EvidenceVerifying['trusted'] = []): EvidenceCheck {
  const name = 'signature-trust';
  const prints = trusted.flatMap(({ kty, crv, x }) =>
    kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' ? signerThumbprint({ x }) : [],
  );
  if (prints.length === 0 || signature === undefined)
    return { name, outcome: 'absent', ...(signature && { detail: signature.thumbprint }) };
  return { name, outcome: prints.includes(signature.thumbprint) ? 'ok' : 'failed', detail: signature.thumbprint };
}
