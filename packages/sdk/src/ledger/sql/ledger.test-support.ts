import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Incoming, IncomingFile } from '../../portal/contract.ts';

/** A file of a submission, from bytes. */
export function incomingFile(name: string, bytes: Buffer): IncomingFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, mediaType: 'application/octet-stream', size: bytes.length, sha256, open: () => Readable.from([bytes]) };
}

/** A submission with a message that holds something to be looked for. */
export function incoming(id: string, attachments: readonly IncomingFile[] = []): Incoming {
  const message = incomingFile('m.xml', Buffer.from('<geheim>Lüdenscheidt</geheim>'));
  return { portalId: id, contentHash: id, message, attachments, acknowledge: async () => undefined };
}
