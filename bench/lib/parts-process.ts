import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { deliverAll } from './deliver-all.ts';
import { timeOf } from './pairs.ts';
import { makeProject } from './project.ts';

/** A process that delivers messages again and again: with all parts of the sdk, or without sealing, history and leases. */
export interface PartsProcess {
  /** What opening, delivering so many messages and closing took, in milliseconds. */
  deliver(messages: number): Promise<number>;
  close(): Promise<void>;
}

/** Starts the process. What is left out is replaced by modules that do nothing (`without/`), never by a switch of the sdk. */
export function startPartsProcess(side: 'with' | 'without', url: string): PartsProcess {
  const hooks = new URL('without/hooks.ts', import.meta.url).href;
  const child = fork(fileURLToPath(import.meta.url), [side, url], { execArgv: ['--import', hooks] });
  return {
    deliver: async (messages) => {
      child.send(messages);
      return answerOf(child);
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function answerOf(child: ChildProcess): Promise<number> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('the process ended early');
  });
  try {
    const [ms] = (await Promise.race([once(child, 'message', { signal: ended.signal }), exit])) as [number];
    return ms;
  } finally {
    exit.catch(() => undefined);
    ended.abort();
  }
}

async function deliverNew(url: string, messages: number): Promise<number> {
  await using project = await makeProject(url);
  await project.fill(0, messages);
  return await timeOf(() => deliverAll(project.configFile, messages));
}

const [, file, , url] = process.argv;
if (file === import.meta.filename && url !== undefined) {
  process.on('message', (messages: number) => void deliverNew(url, messages).then((ms) => process.send?.(ms)));
  process.once('disconnect', () => process.exit());
}
