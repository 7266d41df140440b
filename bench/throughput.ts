import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { json } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openRuntime, type Runtime, type SyncEvent } from '@amtsbote/sdk/runtime';
import { median } from './lib/median.ts';
import { interleavedPairs, timeOf } from './lib/pairs.ts';
import { bodyOf, makeProject } from './lib/project.ts';
import { type RecordServer, startRecordServer } from './lib/record-server.ts';
import { report } from './lib/report.ts';
import { sampleOf, sampleXml } from './lib/sample-message.ts';
import { makeWorkFolder } from './lib/work-folder.ts';

const messages = 1000;
const pairs = 5;

/** What grew between the first and the last hundred messages, last by first. */
interface Growth {
  readonly heap: number;
  readonly rss: number;
}

/** Removed at the end: file systems are slow for a while where many files were just removed. */
await using projects = new AsyncDisposableStack();
const server = await startRecordServer();
try {
  const measured = await interleavedPairs({
    ours: () => ours(server),
    baseline: () => baseline(server),
    pairs,
  });
  const growth = await memoryGrowth(server);
  report(
    'throughput',
    {
      perSecond: (messages / median(measured.oursMs)) * 1000,
      baselinePerSecond: (messages / median(measured.baselineMs)) * 1000,
      ratio: measured.ratio,
      ratioMad: measured.ratioMad,
      heapGrowth: growth.heap,
      rssGrowth: growth.rss,
    },
    {
      'at least 150 messages per second': { figure: 'perSecond', min: 150 },
      'at most 6 times the bare inserts and posts': { figure: 'ratio', max: 6 },
      'the heap does not grow from the first to the last hundred': { figure: 'heapGrowth', max: 1.15 },
      'the process does not grow from the first to the last hundred': { figure: 'rssGrowth', max: 1.15 },
    },
  );
} finally {
  await server.close();
}

/** From a full hot folder to receipts: opening, one `sync`, closing. */
async function ours(target: RecordServer): Promise<number> {
  const project = projects.use(await makeProject(target.url));
  await project.fill(0, messages);
  const time = await timeOf(() => syncAll(project.configFile));
  await expectCount(target);
  return time;
}

async function syncAll(configFile: string, onEvent?: (event: SyncEvent) => void): Promise<void> {
  const runtime = await openRuntime({ configFile, evidence: 'none', importModule: (name) => import(name) });
  try {
    await expectDelivered(runtime, onEvent);
  } finally {
    await runtime.close();
  }
}

async function expectDelivered(runtime: Runtime, onEvent: ((event: SyncEvent) => void) | undefined): Promise<void> {
  const { submissions } = await runtime.sync(onEvent === undefined ? {} : { onEvent });
  const accepted = submissions.filter(({ state }) => state === 'accepted').length;
  if (accepted !== messages) throw new Error(`${accepted} of ${messages} submissions were accepted`);
}

/** The same messages kept and the same bodies posted, with nothing around it: two durable transactions and a post each. */
async function baseline(target: RecordServer): Promise<number> {
  const folder = projects.use(await makeWorkFolder('baseline'));
  const agent = new Agent({ keepAlive: true });
  const contents = Array.from({ length: messages }, (_, number) => Buffer.from(sampleXml(sampleOf(number))));
  const bodies = Array.from({ length: messages }, (_, number) => bodyOf(number, `AB-${number}`));
  try {
    const time = await timeOf(async () => {
      const database = new DatabaseSync(join(folder.path, 'bare.sqlite'));
      database.exec('pragma journal_mode = wal; pragma synchronous = full');
      database.exec('create table messages (id integer primary key, content blob not null, reference text)');
      const insert = database.prepare('insert into messages (id, content) values (?, ?)');
      const update = database.prepare('update messages set reference = ? where id = ?');
      for (const [number, content] of contents.entries()) {
        insert.run(number, content);
        update.run(await post(target.url, agent, { key: `AB-${number}`, body: bodies[number]! }), number);
      }
      database.close();
    });
    await expectCount(target);
    return time;
  } finally {
    agent.destroy();
  }
}

async function post(url: string, agent: Agent, record: { readonly key: string; readonly body: string }): Promise<string> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': record.key };
  const sending = request(`${url}/records`, { method: 'POST', agent, headers });
  sending.end(record.body);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  return ((await json(answer)) as { reference: string }).reference;
}

/**
 * Runs once more, warm and not timed, and looks at the memory after a garbage collection at every tenth message of every
 * stage; compares the medians of the first and the last hundred deliveries.
 */
async function memoryGrowth(target: RecordServer): Promise<Growth> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const samples: NodeJS.MemoryUsage[] = [];
  const project = projects.use(await makeProject(target.url));
  await project.fill(0, messages);
  let outcomes = 0;
  await syncAll(project.configFile, (event) => {
    if (event.type !== 'outcome') return;
    outcomes += 1;
    if (outcomes % 10 !== 0) return;
    collect();
    samples.push(process.memoryUsage());
  });
  await expectCount(target);
  const growthOf = (figure: 'heapUsed' | 'rss'): number => {
    const values = samples.map((sample) => sample[figure]);
    const first = median(values.slice(0, 10));
    const last = median(values.slice(-10));
    console.log(`${figure}: first hundred ${megabytes(first)} MB, last hundred ${megabytes(last)} MB`);
    return last / first;
  };
  return { heap: growthOf('heapUsed'), rss: growthOf('rss') };
}

async function expectCount(target: RecordServer): Promise<void> {
  const { posts, keys } = await target.count();
  if (posts !== messages || keys !== messages) throw new Error(`the target got ${posts} posts with ${keys} keys`);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
