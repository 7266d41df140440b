/**
 * What `sync` of FIT-Connect costs beyond what cannot be left out: 200 submissions with one attachment of 100 kB each, received, delivered
 * and accepted, against the requests and the cryptography alone. Service and target run in processes of their own, everything is submitted
 * before it is timed.
 */
import { openRuntime } from '@amtsbote/sdk/runtime';
import { openFloor } from './lib/fit-floor.ts';
import { type FitAccess, type FitService, startFitService } from './lib/fit-service.ts';
import { median, medianAbsoluteDeviation } from './lib/median.ts';
import { interleavedPairs, timeOf } from './lib/pairs.ts';
import { makeProject, type Project } from './lib/project.ts';
import { type RecordServer, startRecordServer } from './lib/record-server.ts';
import { report } from './lib/report.ts';

const submissions = 200;
const pairs = 7;

/** Processor time of this process, in milliseconds. */
const cpu = { ours: [] as number[], floor: [] as number[] };

/** Removed at the end: file systems are slow for a while where many files were just removed. */
await using projects = new AsyncDisposableStack();
const target = await startRecordServer();
const service = await startFitService();
try {
  Object.assign(process.env, secretsOf(service.access));
  const measured = await interleavedPairs({ ours: () => ours(service, target), baseline: () => floor(service, target), pairs });
  const ratios = cpu.ours.slice(1).map((one, index) => one / (cpu.floor[index + 1] ?? Number.NaN));
  report(
    'fit-connect',
    {
      msPerSubmission: median(measured.oursMs) / submissions,
      floorMsPerSubmission: median(measured.baselineMs) / submissions,
      ratio: measured.ratio,
      ratioMad: measured.ratioMad,
      cpuMsPerSubmission: median(cpu.ours.slice(1)) / submissions,
      floorCpuMsPerSubmission: median(cpu.floor.slice(1)) / submissions,
      cpuRatio: median(ratios),
      cpuRatioMad: medianAbsoluteDeviation(ratios),
    },
    {
      'at most 1.5 times the time of the requests and the cryptography alone': { figure: 'ratio', max: 1.5 },
      'at most 1.5 times their processor time': { figure: 'cpuRatio', max: 1.5 },
    },
  );
} finally {
  await service.close();
  await target.close();
}

/** From opening the runtime, with one `sync`, to closing it. */
async function ours({ access, submit, expectAccepted }: FitService, { url, count }: RecordServer): Promise<number> {
  const project = projects.use(await makeProject(url, { portal: portalAt(access), attachment: true }));
  await submit(submissions);
  const time = await timed(cpu.ours, () => syncOnce(project));
  await expectAccepted(submissions);
  expectRecords(await count());
  return time;
}

async function floor({ access, submit, expectAccepted }: FitService, { url, count }: RecordServer): Promise<number> {
  await submit(submissions);
  const time = await timed(cpu.floor, async () => {
    const opened = await openFloor(access, url);
    await opened.receiveAll();
    opened.close();
  });
  await expectAccepted(submissions);
  expectRecords(await count());
  return time;
}

async function timed(spent: number[], act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  const time = await timeOf(act);
  const { user, system } = process.cpuUsage(before);
  spent.push((user + system) / 1000);
  return time;
}

async function syncOnce({ configFile }: Project): Promise<void> {
  const runtime = await openRuntime({ configFile, evidence: 'none', importModule: (name) => import(name) });
  try {
    const { submissions: ended, portalsFailed } = await runtime.sync();
    const left = ended
      .filter(({ state }) => state !== 'accepted')
      .map(({ state, findings }) => [state, ...findings.map(({ code }) => code)]);
    if (left.length + portalsFailed.length > 0) console.log(JSON.stringify({ left, portalsFailed }));
  } finally {
    await runtime.close();
  }
}

function expectRecords({ posts, keys }: { readonly posts: number; readonly keys: number }): void {
  if (posts !== submissions || keys !== submissions) throw new Error(`the target got ${posts} posts with ${keys} keys`);
}

function portalAt({ url, tokenUrl, client, destination }: FitAccess): object {
  return {
    connector: 'fit-connect',
    options: {
      tokenUrl,
      apiUrl: url,
      issuer: url,
      client: { id: client.id, secret: 'secret:fit-client' },
      destinations: [{ id: destination, decryptionKeys: ['secret:fit-decryption'], signingKey: 'secret:fit-signing' }],
    },
  };
}

function secretsOf({ client, decryptionKey, signingKey }: FitAccess): Record<string, string> {
  return {
    AMTSBOTE_SECRET_FIT_CLIENT: client.secret,
    AMTSBOTE_SECRET_FIT_DECRYPTION: JSON.stringify(decryptionKey),
    AMTSBOTE_SECRET_FIT_SIGNING: JSON.stringify(signingKey),
  };
}
