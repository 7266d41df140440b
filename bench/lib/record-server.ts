import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A target that takes JSON records and does nothing with them but count, in a process of its own. */
export interface RecordServer {
  /** Where records are posted to: this and `/records`. */
  readonly url: string;
  /** How many records came, and how many of them with a key that had not come before. Then counts anew. */
  count(): Promise<{ readonly posts: number; readonly keys: number }>;
  close(): Promise<void>;
}

/** Starts the server on 127.0.0.1. It ends with this process. */
export async function startRecordServer(): Promise<RecordServer> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv: [] });
  const port = (await answerOf(child)) as number;
  return {
    url: `http://127.0.0.1:${port}`,
    count: async () => {
      child.send('count');
      return (await answerOf(child)) as { posts: number; keys: number };
    },
    close: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const [answer] = await once(child, 'message');
  return answer;
}

function serve(): void {
  let posts = 0;
  const keys = new Set<string>();
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      posts += 1;
      keys.add(String(request.headers['idempotency-key'] ?? posts));
      response.writeHead(201, { 'content-type': 'application/json' }).end(`{"reference":"R-${posts}"}`);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('message', () => {
    process.send?.({ posts, keys: keys.size });
    posts = 0;
    keys.clear();
  });
  process.once('disconnect', () => process.exit());
}

if (process.argv[2] === 'serve' && process.send !== undefined) serve();
