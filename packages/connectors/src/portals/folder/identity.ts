import { createHash } from 'node:crypto';

/** A file as it counts for the identity of its submission. */
export interface IdentityFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * The identity of a submission: SHA-256 over message and attachments. The name of the message does not count, nor the
 * order of the attachments, so that the same submission under another file name is known as a duplicate.
 */
export function contentIdentity(message: IdentityFile, attachments: readonly IdentityFile[]): string {
  const others = attachments.map(line).sort();
  return sha256(['amtsbote folder submission 1', line({ ...message, name: '' }), ...others].join('\n'));
}

/** The identity of what cannot be read as a submission: SHA-256 over the files as they are. */
export function originalIdentity(files: readonly IdentityFile[]): string {
  return sha256(['amtsbote folder original 1', ...files.map(line).sort()].join('\n'));
}

function line({ name, size, sha256: hash }: IdentityFile): string {
  return JSON.stringify([name.normalize('NFC'), size, hash]);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
