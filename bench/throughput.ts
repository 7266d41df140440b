import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { json } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deliverAll } from './lib/deliver-all.ts';
import { median } from './lib/median.ts';
import { interleavedPairs, type Pairs, timeOf } from './lib/pairs.ts';
import { startPartsProcess } from './lib/parts-process.ts';
import { bodyOf, makeProject } from './lib/project.ts';
import { type RecordServer, startRecordServer } from './lib/record-server.ts';
import { report } from './lib/report.ts';
import { sampleOf, sampleXml } from './lib/sample-message.ts';
import { makeWorkFolder } from './lib/work-folder.ts';

const messages = 1000;
const pairs = 5;
/** Over so many the memory is watched. */
const many = 20_000;
/** Messages and pairs for what sealing, history and leases cost. */
const partMessages = 250;
const partPairs = 11;

/** What grew between the first and the last tenth of the messages, last by first. */
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
  const parts = await costOfParts(server);
  const growth = await memoryGrowth(server);
  report(
    'throughput',
    {
      perSecond: (messages / median(measured.oursMs)) * 1000,
      baselinePerSecond: (messages / median(measured.baselineMs)) * 1000,
      ratio: measured.ratio,
      ratioMad: measured.ratioMad,
      partsShare: 1 - 1 / parts.ratio,
      partsRatio: parts.ratio,
      partsRatioMad: parts.ratioMad,
      heapGrowth: growth.heap,
      rssGrowth: growth.rss,
    },
    {
      'at least 300 messages per second': { figure: 'perSecond', min: 300 },
      'at most 6 times the bare inserts and posts': { figure: 'ratio', max: 6 },
      'sealing, history and leases at most 35 % of the throughput without them': { figure: 'partsShare', max: 0.35 },
      'the heap does not grow over 20,000': { figure: 'heapGrowth', max: 1.15 },
      'the process does not grow over 20,000': { figure: 'rssGrowth', max: 1.15 },
    },
  );
} finally {
  await server.close();
}

/** From a full hot folder to receipts: opening, one `sync`, closing. */
async function ours(target: RecordServer): Promise<number> {
  const project = projects.use(await makeProject(target.url));
  await project.fill(0, messages);
  const time = await timeOf(() => deliverAll(project.configFile, messages));
  await expectCount(target);
  return time;
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

/** Two processes, turn by turn, so that both are warm and a slow moment hits both. */
async function costOfParts({ url }: RecordServer): Promise<Pairs> {
  const whole = startPartsProcess('with', url);
  const bare = startPartsProcess('without', url);
  try {
    return await interleavedPairs({
      ours: () => whole.deliver(partMessages),
      baseline: () => bare.deliver(partMessages),
      pairs: partPairs,
      warmUp: 3,
    });
  } finally {
    await whole.close();
    await bare.close();
  }
}

/**
 * Delivers many more, not timed, and looks at the memory after a garbage collection at every hundredth outcome; compares the medians of
 * the first and the last tenth.
 */
async function memoryGrowth(target: RecordServer): Promise<Growth> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const samples: NodeJS.MemoryUsage[] = [];
  const project = projects.use(await makeProject(target.url));
  await project.fill(0, many);
  await target.count();
  let outcomes = 0;
  await deliverAll(project.configFile, many, (event) => {
    if (event.type !== 'outcome') return;
    outcomes += 1;
    if (outcomes % 100 !== 0) return;
    collect();
    samples.push(process.memoryUsage());
  });
  await expectCount(target, many);
  const growthOf = (figure: 'heapUsed' | 'rss'): number => {
    const values = samples.map((sample) => sample[figure]);
    const first = median(values.slice(0, many / 1000));
    const last = median(values.slice(-many / 1000));
    console.log(`${figure}: first tenth ${megabytes(first)} MB, last tenth ${megabytes(last)} MB`);
    return last / first;
  };
  return { heap: growthOf('heapUsed'), rss: growthOf('rss') };
}

async function expectCount(target: RecordServer, count = messages): Promise<void> {
  const { posts, keys } = await target.count();
  if (posts !== count || keys !== count) throw new Error(`the target got ${posts} posts with ${keys} keys`);
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
