/** Receives in a process of its own, reads each attachment to its end, and says what that took: `large-child.ts`, started by `fork`. */
import { createHash } from 'node:crypto';
import { openPortal, receiveAll } from './bench.ts';
import type { LargeOrder, LargeResult } from './receive-large.ts';

process.once('message', (order: LargeOrder) => void receive(order).then((result) => process.send?.(result)));

async function receive({ service, submission }: LargeOrder): Promise<LargeResult> {
  await using run = openPortal(service);
  const { incoming, error } = await receiveAll(run);
  if (error !== undefined) throw error as Error;
  const got = incoming.find(({ portalId }) => portalId === submission);
  const hash = createHash('sha256');
  let size = 0;
  for (const attachment of got?.attachments ?? []) {
    for await (const chunk of attachment.open() as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      size += chunk.length;
    }
  }
  const { maxRSS } = process.resourceUsage();
  return { size, sha256: hash.digest('hex'), problem: got?.problem?.code, mostMegabytes: Math.round(maxRSS / 1000) };
}
