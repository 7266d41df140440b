import { createHash } from 'node:crypto';
import type { PlainContent, Progress } from './read-submission.ts';

/** The identity of content: the same message with the same attachments, in any order. */
export function contentIdentity({ message, attachments }: PlainContent): string {
  const others = attachments.map(({ name, size, sha256 }) => JSON.stringify([name, size, sha256])).sort();
  return sha256Of(['amtsbote fit-connect submission 1', `${message.size} ${message.sha256}`, ...others]);
}

/** The identity of what could not be read: the encrypted parts as they are. */
export function encryptedIdentity({ ref, fetched }: Pick<Progress, 'ref' | 'fetched'>): string {
  const parts = [...fetched].map(([part, { end }]) => `${part} ${end}`).sort();
  return sha256Of(['amtsbote fit-connect encrypted 1', ref.submission, ...parts]);
}

function sha256Of(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
