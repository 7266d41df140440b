import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FitConnect } from '@amtsbote/simulators/fit-connect';

/** What the process is to receive. */
export interface LargeOrder {
  readonly service: Pick<FitConnect, 'url' | 'tokenUrl' | 'destinations'>;
  readonly submission: string;
}

/** What it received, and what it took. */
export interface LargeResult {
  readonly size: number;
  readonly sha256: string;
  readonly problem: string | undefined;
  /** The most memory that the process ever had, in megabytes. */
  readonly mostMegabytes: number;
}

/** Receives a submission in a process of its own: only there its memory can be told from that of service and sender. */
export async function receiveLarge({ url, tokenUrl, destinations }: FitConnect, submission: string): Promise<LargeResult> {
  const child = fork(join(import.meta.dirname, 'large-child.ts'), { execArgv: ['--conditions=@amtsbote/source'], silent: true });
  const said = child.stderr?.setEncoding('utf8').toArray();
  child.send({ service: { url, tokenUrl, destinations }, submission } satisfies LargeOrder);
  const ended = once(child, 'exit').then(async ([code]) => {
    throw new Error(`receiving ended with ${String(code)}: ${(await said)?.join('') ?? ''}`);
  });
  const [result] = (await Promise.race([once(child, 'message'), ended])) as [LargeResult];
  ended.catch(() => undefined);
  child.disconnect();
  return result;
}
