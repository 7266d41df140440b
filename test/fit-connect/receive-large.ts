import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { FitConnect } from '@amtsbote/simulators/fit-connect';
import { openPortal, receiveAll } from './bench.ts';

/** What was received, and what that took. */
export interface LargeResult {
  readonly size: number;
  readonly sha256: string;
  readonly problem: string | undefined;
  /** The most memory that the process ever had, in megabytes. */
  readonly mostMegabytes: number;
}

interface Order {
  readonly service: Pick<FitConnect, 'url' | 'tokenUrl' | 'destinations'>;
  readonly submission: string;
}

/** Receives a submission in a process of its own: only there its memory can be told from that of service and sender. */
export async function receiveLarge({ url, tokenUrl, destinations }: FitConnect, submission: string): Promise<LargeResult> {
  const child = fork(import.meta.filename, ['receive'], { execArgv: ['--conditions=@amtsbote/source'], silent: true });
  const said = child.stderr?.setEncoding('utf8').toArray();
  child.send({ service: { url, tokenUrl, destinations }, submission } satisfies Order);
  const ended = once(child, 'exit').then(async ([code]) => {
    throw new Error(`receiving ended with ${String(code)}: ${(await said)?.join('') ?? ''}`);
  });
  ended.catch(() => undefined);
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [LargeResult];
  child.disconnect();
  return result;
}

async function receive({ service, submission }: Order): Promise<LargeResult> {
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

if (process.argv[1] === import.meta.filename && process.send !== undefined) {
  process.once('message', (order: Order) => void receive(order).then((result) => process.send?.(result)));
}
