import { createHash } from 'node:crypto';
import { readStoredZip, StoredZipWriter } from '../zip/stored-zip.ts';
import { type ArchiveSigner, archiveSigner } from './archive/archive-signer.ts';
import { evidenceNames, evidenceSchemas, type EvidenceManifest, type ExportedLink, jsonFile } from './archive/shapes.ts';
import { type SubmissionEvidence, writeEvidence } from './archive/write-archive.ts';

/** The signature of a ledger, by a letter. */
export function signer(letter = 'a'): ArchiveSigner {
  return archiveSigner(Buffer.alloc(32, letter));
}

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 22, 12, 0, seconds)).toISOString();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function link(position: number, type: string, more: Partial<ExportedLink> = {}): ExportedLink {
  return { number: position * 3, position, at: at(position), type, detail: {}, hash: sha256(Buffer.from(`${position}`)), ...more };
}

/** The bytes of the one masked piece of {@link evidence}. */
const picture: Buffer = Buffer.from('masked');

/** Evidence of an accepted submission with one delivery and one masked piece, as an export gathers it. */
export function evidence(id = 's-one', proof: Readonly<Record<string, string>> = {}): SubmissionEvidence {
  const file = `${evidenceNames.screens}K-1-bild.png`;
  const piece = {
    attempt: 1,
    kind: 'screenshot',
    name: 'bild.png',
    mediaType: 'image/png',
    size: picture.length,
    at: at(3),
    sha256: sha256(picture),
    file,
  };
  return {
    submission: {
      schema: evidenceSchemas.submission,
      id,
      portal: 'eingang',
      portalId: 'p-1',
      ...(Object.keys(proof).length > 0 && { proof: 'test/1' }),
      state: 'accepted',
      test: false,
      receivedAt: at(1),
      findings: [],
      reports: [{ id: `${id}-accepted`, kind: 'accepted', createdAt: at(3), sentAt: at(4) }],
    },
    deliveries: {
      schema: evidenceSchemas.deliveries,
      deliveries: [
        {
          key: 'K',
          route: 'r',
          target: 't',
          recordType: 'x',
          state: 'delivered',
          channel: 'rpa',
          reference: 'AZ 1',
          findings: [],
          attempts: [{ number: 1, channel: 'rpa', startedAt: at(2), endedAt: at(3), outcome: 'delivered' }],
          evidence: [piece],
        },
      ],
    },
    history: {
      schema: evidenceSchemas.history,
      intact: true,
      checkpoint: { number: 1, at: at(5), lastEvent: 12, events: 9, hash: sha256(Buffer.from('checkpoint')) },
      events: [
        link(1, 'received'),
        link(2, 'ready', { delivery: 'K' }),
        link(3, 'delivered', { delivery: 'K', sealedHash: 'abc' }),
        link(4, 'reported', { detail: { kind: 'accepted' } }),
      ],
    },
    proof,
    pieces: new Map([[file, picture]]),
  };
}

/** An archive, written as an export writes it. */
export async function archiveOf(submissions: readonly SubmissionEvidence[], by: ArchiveSigner = signer()): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeEvidence(each(submissions), by)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* each(submissions: readonly SubmissionEvidence[]): AsyncIterable<SubmissionEvidence> {
  yield* submissions;
}

/** How an archive is made anew after its files were changed. */
export interface Repacking {
  /** Writes the manifest anew, so that it fits the files. */
  readonly manifest?: boolean;
  /** Signs the manifest anew. */
  readonly by?: ArchiveSigner;
}

/** What an attacker can do who has no key: changes files, packs them anew, and writes manifest and signature anew where the case says so. */
export function repacked(
  archive: Uint8Array,
  change: (files: Map<string, Buffer>) => void,
  { manifest = false, by }: Repacking = {},
): Buffer {
  const files = new Map<string, Buffer>(readStoredZip(archive).map(({ name, bytes }) => [name, Buffer.from(bytes)]));
  change(files);
  if (manifest) files.set(evidenceNames.manifest, newManifest(files));
  if (by !== undefined)
    files.set(evidenceNames.signature, Buffer.from(jsonFile(by.sign(files.get(evidenceNames.manifest) ?? Buffer.of()))));
  const writer = new StoredZipWriter();
  return Buffer.concat([...[...files].flatMap(([name, bytes]) => writer.add({ name, bytes })), writer.end()]);
}

function newManifest(files: ReadonlyMap<string, Buffer>): Buffer {
  const old = JSON.parse(files.get(evidenceNames.manifest)?.toString('utf8') ?? '{}') as EvidenceManifest;
  const listed = [...files].filter(([name]) => name !== evidenceNames.manifest && name !== evidenceNames.signature);
  const entries = listed.map(([name, bytes]) => ({ name, size: bytes.length, sha256: sha256(bytes) }));
  return Buffer.from(jsonFile({ ...old, files: entries }));
}

/** Replaces a text in a file of an archive. */
export function edited(name: string, from: string | RegExp, to: string): (files: Map<string, Buffer>) => void {
  return (files) => {
    const text = files.get(name)?.toString('utf8') ?? '';
    const other = text.replace(from, to);
    if (other === text) throw new Error(`${name} has no ${String(from)}`);
    files.set(name, Buffer.from(other));
  };
}
