import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ConfigurationFault, NeedsPerson } from '../../errors/families.ts';
import type { IncomingFile } from '../../portal/contract.ts';
import { seal, type SealKey, unseal } from '../../sealing/envelope.ts';
import { readSealedFile, writeSealedFile } from '../../sealing/sealed-file.ts';
import type { LedgerContext } from './context.ts';

/** Content up to this size lies in the ledger itself, in the same transaction as its submission; larger in sealed files. */
const inlineLimit = 256 * 1024;

/** A part of a submission's content, ready to be written as a row. */
export interface SealedPart {
  readonly part: string;
  readonly sealedBytes: Uint8Array | null;
}

/**
 * Seals one file of a submission. Large content is durable in its file when the call returns.
 *
 * @throws NeedsPerson AB_FILE_UNREADABLE when the content is not what was announced: it changed while it was read
 */
export async function sealPart(context: LedgerContext, owner: PartOwner, { part, file }: PartToSeal): Promise<SealedPart> {
  if (liesInLedger(file)) {
    const plain = await bytesOf(file.open());
    assertAnnounced(file, plain.length, createHash('sha256').update(plain).digest('hex'));
    return { part, sealedBytes: seal(owner.key, placeOf(owner.submission, part), plain) };
  }
  const facts = await writeSealedFile(fileOf(context, owner.submission, part), owner.key, file.open()).catch(tellFull);
  assertAnnounced(file, facts.size, facts.sha256);
  return { part, sealedBytes: null };
}

/** True when a file is kept in the ledger itself. */
export function liesInLedger(file: IncomingFile): boolean {
  return file.size <= inlineLimit;
}

/** Opens a part as a stream. */
export function openPart(context: LedgerContext, owner: PartOwner, part: SealedPart): Readable {
  if (part.sealedBytes === null) return readSealedFile(existingFile(context, owner.submission, part.part), owner.key);
  return Readable.from([unseal(owner.key, placeOf(owner.submission, part.part), part.sealedBytes)], { objectMode: false });
}

/** The bytes of a stream, without a copy where it brings them in one piece: `stream/consumers` makes two. */
export async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks = (await stream.toArray()) as readonly Buffer[];
  const [only] = chunks;
  return chunks.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(chunks);
}

/** Removes the sealed files of a submission that did not come to be. */
export async function dropFiles(context: LedgerContext, submission: string): Promise<void> {
  await rm(join(context.contentFolder, submission), { recursive: true, force: true });
}

/** A file, and the part of the submission it is. */
export interface PartToSeal {
  readonly part: string;
  readonly file: IncomingFile;
}

/** The submissions that have sealed files, whether they came to be or not. */
export async function keptFolders(context: LedgerContext): Promise<string[]> {
  return readdir(context.contentFolder).catch(() => []);
}

/** Whose content it is, and the key that seals it. */
export interface PartOwner {
  readonly submission: string;
  readonly key: SealKey;
}

function fileOf(context: LedgerContext, submission: string, part: string): string {
  return join(context.contentFolder, submission, part);
}

function existingFile(context: LedgerContext, submission: string, part: string): string {
  const file = fileOf(context, submission, part);
  if (context.contentFallback === undefined || existsSync(file)) return file;
  return join(context.contentFallback, submission, part);
}

/** Codes that only writing has. */
const unwritable = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

function tellFull(error: NodeJS.ErrnoException): never {
  if (!unwritable.has(error.code ?? '')) throw error;
  throw new ConfigurationFault('AB_DISK_FULL', `Content cannot be written beside the ledger (${error.code})`);
}

function placeOf(submission: string, part: string): string {
  return `${submission}/content/${part}`;
}

function assertAnnounced(file: IncomingFile, size: number, sha256: string): void {
  if (size === file.size && sha256 === file.sha256) return;
  throw new NeedsPerson('AB_FILE_UNREADABLE', 'A file changed while it was read', {
    hint: 'Nothing was taken; it is read again with the next run.',
  });
}
