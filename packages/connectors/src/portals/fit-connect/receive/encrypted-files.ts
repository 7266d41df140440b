import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IncomingFile } from '@amtsbote/sdk';
import type { Progress } from './read-submission.ts';
import type { FetchedContent } from './spool.ts';

/** Encrypted parts as files of a case: what could not be read is kept as it is. */
export async function encryptedFiles({ fetched }: Pick<Progress, 'fetched'>): Promise<readonly IncomingFile[]> {
  const files: IncomingFile[] = [];
  for (const [part, content] of fetched) {
    const facts = await factsOf(content);
    const open = (): Readable => Readable.from(content.read(), { objectMode: false });
    files.push({ name: `${part}.jwe`, mediaType: 'application/jose', ...facts, open });
  }
  return files;
}

async function factsOf(content: FetchedContent): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content.read()) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}
