import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  demoSubscriber,
  type FitConnect,
  senderFor,
  sendSubmission,
  startFitConnect,
  type WitnessedItem,
} from '@amtsbote/simulators/fit-connect';
import { demoApiClient, demoUser, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const packages = ['sdk', 'connectors', 'simulators', 'cli'];
const windows = process.platform === 'win32';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function start(program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, shell: windows, env: { ...process.env, LANG: 'en_US.UTF-8', ...env } }, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 127,
        stdout,
        stderr,
      });
    });
  });
}

async function succeed(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await start(program, args, cwd);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${stderr}${stdout}`);
}

/** What a municipality does: `npm i -g` of packed tarballs, far away from this checkout. */
describe('the command line from packed tarballs', { timeout: 300_000 }, () => {
  let folder: string;
  let amtsbote: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'amtsbote-packed-'));
    const tarballs = join(folder, 'tarballs');
    await mkdir(tarballs);
    await succeed(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'tsconfig.build.json'], root);
    await succeed(process.execPath, ['scripts/bundle.mjs'], root);
    for (const name of packages) {
      const pack = ['-y', 'pnpm@10.34.9', 'pack', '--pack-destination', tarballs];
      await succeed('npx', pack, join(root, 'packages', name));
    }
    const files = (await readdir(tarballs)).map((file) => join(tarballs, file));
    const prefix = join(folder, 'prefix');
    await succeed('npm', ['i', '-g', '--prefix', prefix, '--no-audit', '--no-fund', ...files], folder);
    amtsbote = join(prefix, windows ? 'amtsbote.cmd' : 'bin/amtsbote');
  }, 300_000);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('says its version', async () => {
    expect(await start(amtsbote, ['--version'], folder)).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  test('lays out a project, finds it well, and runs with nothing to do', async () => {
    const project = join(folder, 'leer');
    expect(await start(amtsbote, ['init', project], folder)).toMatchObject({ code: 0, stderr: '' });
    expect(await start(amtsbote, ['doctor'], project)).toMatchObject({ code: 0, stderr: '' });
    expect(await start(amtsbote, ['sync'], project)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await start(amtsbote, ['sync', '--verbose'], project)).toEqual({ code: 0, stdout: 'Nothing was due.\n', stderr: '' });
  });

  test('carries the samples of both templates into the simulated application, through web UI and API', async () => {
    const application = await startMusterverfahren();
    const secrets = {
      AMTSBOTE_SECRET_MUSTERVERFAHREN_USER: demoUser.name,
      AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: demoUser.password,
      AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: demoApiClient.name,
      AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: demoApiClient.password,
    };
    try {
      for (const template of ['hundesteuer', 'gewerbeanmeldung']) {
        const project = join(folder, template);
        await succeed(amtsbote, ['init', project, '--template', template], folder);
        for (const file of await readdir(join(project, 'targets'))) {
          const target = join(project, 'targets', file);
          const text = await readFile(target, 'utf8');
          await writeFile(target, text.replace('http://127.0.0.1:8787', application.url));
        }
        await cp(join(project, 'samples'), join(project, 'eingang'), { recursive: true });
        expect(await start(amtsbote, ['sync'], project, secrets)).toMatchObject({
          code: 3,
          stderr: '',
          stdout: expect.stringContaining('delivered 2') as string,
        });
      }
      const { records } = (await (await fetch(`${application.url}/__witness/records`)).json()) as { records: { channel: string }[] };
      expect(records.map(({ channel }) => channel).toSorted()).toEqual(['api', 'api', 'web', 'web']);
    } finally {
      await application.close();
    }
  });

  test('receives from FIT-Connect, delivers and accepts', async () => {
    const { synced, item } = await receiveOnce(amtsbote, folder);
    expect(synced).toMatchObject({ code: 0, stderr: '' });
    expect(item).toMatchObject({ state: 'accepted', acceptsPosted: 1 });
  });

  test('loads every connector and reads mapping and schema of a template', async () => {
    const project = join(folder, 'hunde');
    expect(await start(amtsbote, ['init', project, '--template', 'hundesteuer'], folder)).toMatchObject({
      code: 0,
    });
    await writeFile(join(project, 'eingang', 'leer.xml'), '');
    const ran = await start(amtsbote, ['sync', '--json'], project);
    expect(ran.stderr).toBe('');
    const doctor = await start(amtsbote, ['doctor', '--json'], project);
    const { sections } = JSON.parse(doctor.stdout) as {
      sections: { name: string; checks: { ok: boolean }[] }[];
    };
    expect(sections.find(({ name }) => name === 'route hundesteuer')?.checks.every(({ ok }) => ok)).toBe(true);
  });
});

/** One submission on its way through the delivery service and one `sync` into the application; how that ended, and what the service saw. */
async function receiveOnce(amtsbote: string, folder: string): Promise<{ synced: Ended; item: WitnessedItem | undefined }> {
  const project = join(folder, 'fit-connect');
  const application = await startMusterverfahren();
  const service = await startFitConnect({ keyBits: 2048 });
  try {
    await succeed(amtsbote, ['init', project, '--template', 'gewerbeanmeldung'], folder);
    await fetchFrom(service, project, application.url);
    const { destinationId = '', privateKeys } = service.destinations[0] ?? {};
    const bytes = await readFile(join(project, 'samples', 'gewerbe-1-baeckerei.xml'));
    const sent = await sendSubmission(senderFor(service), { destinationId, data: { bytes, mimeType: 'application/xml' } });
    const synced = await start(amtsbote, ['sync', '--json'], project, {
      AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: demoApiClient.name,
      AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: demoApiClient.password,
      AMTSBOTE_SECRET_FIT_CLIENT: demoSubscriber.clientSecret,
      AMTSBOTE_SECRET_FIT_DECRYPTION: JSON.stringify(privateKeys?.decryption[0]),
      AMTSBOTE_SECRET_FIT_SIGNING: JSON.stringify(privateKeys?.signing),
    });
    return { synced, item: service.witness.item(sent.submissionId) };
  } finally {
    await service.close();
    await application.close();
  }
}

/** Puts the delivery service in the place of the hot folder, and the application where it listens. */
async function fetchFrom(service: FitConnect, project: string, application: string): Promise<void> {
  const portal = {
    connector: 'fit-connect',
    options: {
      tokenUrl: service.tokenUrl,
      apiUrl: service.url,
      client: { id: demoSubscriber.clientId, secret: 'secret:fit-client' },
      minimumKeyBits: 2048,
      destinations: [
        { id: service.destinations[0]?.destinationId, decryptionKeys: ['secret:fit-decryption'], signingKey: 'secret:fit-signing' },
      ],
    },
  };
  const file = join(project, 'amtsbote.yaml');
  const text = await readFile(file, 'utf8');
  const config = text.replace(/^portals:\n(?: .*\n|\n)+/m, `portals: ${JSON.stringify({ eingang: portal })}\n\n`);
  if (config === text) throw new Error('the template has no portals');
  await writeFile(file, config);
  for (const name of await readdir(join(project, 'targets'))) {
    const target = join(project, 'targets', name);
    await writeFile(target, (await readFile(target, 'utf8')).replace('http://127.0.0.1:8787', application));
  }
}
