import { chmod, copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { migrations } from '../packages/sdk/src/ledger/sql/migrations.ts';
import { makeProject, type Project } from './support/project.ts';
import { startWitness, type Witness } from './support/witness.ts';

const fixtures = join(import.meta.dirname, 'fixtures/ledgers');
const versions = (await readdir(fixtures)).flatMap((name) => /^v(\d+)\.sql$/.exec(name)?.[1] ?? []).map(Number);

let witness: Witness;
let project: Project;
beforeEach(async () => {
  witness = await startWitness();
  project = await makeProject({ url: witness.url });
  const key = join(project.directory, '.amtsbote/master.key');
  await copyFile(join(fixtures, 'master.key'), key);
  // A checkout gives every file the mode that all can read.
  await chmod(key, 0o600);
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
});

async function layOut(version: number): Promise<void> {
  await mkdir(dirname(project.ledgerFile), { recursive: true });
  const database = new DatabaseSync(project.ledgerFile);
  database.exec(await readFile(join(fixtures, `v${version}.sql`), 'utf8'));
  database.close();
}

/** The field of the header: opening a copy would leave files beside it. */
async function versionOf(file: string): Promise<number> {
  return (await readFile(file)).readUInt32BE(60);
}

function schemaVersion(file: string): unknown {
  const database = new DatabaseSync(file);
  try {
    return database.prepare('pragma user_version').get()?.['user_version'];
  } finally {
    database.close();
  }
}

const copies = async (): Promise<readonly string[]> =>
  (await readdir(dirname(project.ledgerFile))).filter((name) => name.startsWith('ledger.sqlite.v'));

test('there are ledgers of older versions to try', () => {
  expect(versions).toEqual(expect.arrayContaining([1, 2]));
});

test.each(versions)('a ledger of version %i opens, shows all it had, and goes on; a copy stays until a run went well', async (version) => {
  await layOut(version);
  const runtime = await project.open();
  onTestFinished(() => runtime.close());
  const before = await runtime.list();
  expect(before.map(({ state }) => state).toSorted()).toEqual(['accepted', 'case', 'routed']);
  expect(schemaVersion(project.ledgerFile)).toBe(migrations.length);
  expect(await copies()).toEqual([`ledger.sqlite.v${version}`]);
  expect(await versionOf(`${project.ledgerFile}.v${version}`)).toBe(version);
  for (const { id } of before) {
    const { portalId, events } = await runtime.show(id);
    expect(portalId).not.toBe('');
    expect(events.at(0)).toMatchObject({ type: 'received' });
  }
  const accepted = before.find(({ state }) => state === 'accepted');
  expect(accepted?.deliveries).toMatchObject([{ state: 'delivered', reference: expect.stringMatching(/^GE-/) as string }]);
  expect(await runtime.audit.verify()).toMatchObject({ ok: true });
  const waiting = before.find(({ state }) => state === 'routed');
  await runtime.retry(waiting?.id ?? '');
  await runtime.sync();
  expect(await runtime.show(waiting?.id ?? '')).toMatchObject({ state: 'accepted' });
  expect(await witness.records()).toHaveLength(1);
  expect(await copies()).toEqual([]);
});

test('a copy made before a migration opens as it was, should the new version have to be taken back', async () => {
  const version = versions[0] ?? 1;
  await layOut(version);
  const runtime = await project.open();
  await runtime.status();
  await runtime.close();
  await copyFile(`${project.ledgerFile}.v${version}`, project.ledgerFile);
  expect(await versionOf(project.ledgerFile)).toBe(version);
  const again = await project.open();
  onTestFinished(() => again.close());
  expect(await again.list()).toHaveLength(3);
});
