import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Runtime } from '@amtsbote/sdk/runtime';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { runSync, startSync } from './support/child-sync.ts';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { settle, submissionsOf } from './support/settle.ts';
import { startWitness, type Witness } from './support/witness.ts';
import { zipOf } from './support/zip.ts';

let witness: Witness;
let project: Project;
let backups: string;
beforeEach(async () => {
  witness = await startWitness();
  project = await makeProject({ url: witness.url });
  backups = join(project.directory, 'sicherungen');
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
});

async function withRuntime<T>(use: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await project.open();
  try {
    return await use(runtime);
  } finally {
    await runtime.close();
  }
}

const backUp = async (): Promise<string> => (await withRuntime((runtime) => runtime.backup(backups))).folder;
const putBack = (folder: string) => withRuntime((runtime) => runtime.restore(folder, { replace: true }));
const down = { kind: 'http-500', match: { method: 'GET' } } as const;

async function prepareReady(): Promise<void> {
  await witness.arm(down, { kind: 'http-429', match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, retryAfter: 1 });
  await project.drop('hund.xml', dogMessage());
  await project.drop('gewerbe.xml', tradeMessage());
  await runSync(project);
  const list = await submissionsOf(project);
  expect(list.flatMap((one) => one.deliveries.map(({ state }) => state))).toEqual(['ready', 'ready']);
}

test('what was delivered after the backup is found after the restore, by both channels, and nothing is entered twice', async () => {
  await prepareReady();
  const folder = await backUp();
  await witness.arm();
  await settle(project);
  expect(await witness.records()).toHaveLength(2);
  expect(await putBack(folder)).toMatchObject({ submissions: 2, open: 2, shredded: 0, proven: true });
  expect((await submissionsOf(project)).flatMap((one) => one.deliveries.map(({ state }) => state))).toEqual(['unknown', 'unknown']);
  const after = await settle(project);
  expect(after.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  expect(await witness.records()).toHaveLength(2);
  expect(await withRuntime((runtime) => runtime.audit.verify())).toMatchObject({ ok: true });
});

test('what was not delivered before the restore is delivered after it, once', async () => {
  await prepareReady();
  const folder = await backUp();
  await putBack(folder);
  await witness.arm();
  expect((await settle(project)).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  expect(await witness.records()).toHaveLength(2);
});

test('a submission that was only received at the backup is looked up, too, before it is sent', async () => {
  await project.drop('gewerbe.xml', tradeMessage());
  expect((await runSync(project, 'intake:acknowledged#1')).signal).toBe('SIGKILL');
  const folder = await backUp();
  await settle(project);
  await putBack(folder);
  const [submission] = await settle(project);
  expect(submission).toMatchObject({ state: 'accepted', deliveries: [{ state: 'delivered', attempts: 0 }] });
  expect(await witness.records()).toHaveLength(1);
});

test('what a portal hands over again, unknown to the restored ledger, is found under the same delivery key', async () => {
  await withRuntime((runtime) => runtime.status());
  const folder = await backUp();
  await project.drop('gewerbe.xml', tradeMessage());
  const [first] = await settle(project);
  await putBack(folder);
  await project.drop('gewerbe.xml', tradeMessage());
  const [again] = await settle(project);
  expect(again?.deliveries[0]).toMatchObject({ key: first?.deliveries[0]?.key, state: 'delivered' });
  expect(await witness.records()).toHaveLength(1);
  await project.drop('neu.xml', tradeMessage({ businessName: 'Danach' }));
  await runSync(project);
  const events = await withRuntime(async (runtime) => (await runtime.show((await runtime.list())[0]?.id ?? '')).events);
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['ready', 'delivered']) as string[]);
  expect(events.map(({ type }) => type)).not.toContain('unknown');
});

test.each(['find', 'key'])('without a look-up a person decides, also where there is an idempotency key (%s)', async (what) => {
  await project.remove();
  project = await makeProject({ url: witness.url, idempotencyKey: what === 'key' });
  backups = join(project.directory, 'sicherungen');
  await blindApi();
  await prepareReady();
  const folder = await backUp();
  await witness.arm();
  await settle(project);
  await putBack(folder);
  const list = await settle(project);
  const trade = list.find((one) => one.deliveries[0]?.target === 'musterverfahren-api');
  expect(trade).toMatchObject({ state: 'case', deliveries: [{ state: 'case', findings: [{ code: 'AB_OUTCOME_UNRESOLVED' }] }] });
  expect(await witness.records()).toHaveLength(2);
});

async function blindApi(): Promise<void> {
  const file = 'targets/musterverfahren-api.yaml';
  await copyFile(join(project.directory, file), join(project.directory, `${file}.alt`));
  const lines = (await readFile(join(project.directory, file), 'utf8')).replace('find: authoritative', 'find: none').split('\n');
  const start = lines.findIndex((line) => /^ {4}find:/.test(line));
  const end = lines.findIndex((line, index) => index > start && !/^ {5,}/.test(line));
  await project.write(file, [...lines.slice(0, start), ...lines.slice(end)].join('\n'));
}

test('a case that may have been answered since the backup says so, and is looked up when it is let through', async () => {
  await witness.arm({ kind: 'cut-after', match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, times: 1 });
  await blindApi();
  await project.drop('gewerbe.xml', tradeMessage());
  const [found] = await settle(project);
  expect(found).toMatchObject({ state: 'case' });
  await putBack(await backUp());
  const [restored] = await submissionsOf(project);
  expect(restored?.deliveries[0]?.findings.map(({ code }) => code)).toEqual(['AB_OUTCOME_UNRESOLVED', 'AB_RESTORED']);
  await project.write(
    'targets/musterverfahren-api.yaml',
    await readFile(join(project.directory, 'targets/musterverfahren-api.yaml.alt'), 'utf8'),
  );
  await withRuntime((runtime) => runtime.resolve(found?.id ?? '', { answer: 'retry', by: 'anna' }));
  expect((await settle(project)).map(({ state }) => state)).toEqual(['accepted']);
  expect(await witness.records()).toHaveLength(1);
});

test.skipIf(process.platform === 'win32')(
  'a backup is made beside a run that stands at its commit point, and the run goes on',
  async () => {
    await project.drop('gewerbe.xml', tradeMessage());
    const run = await startSync(project, 'gate:opened#1', { signal: 'SIGSTOP' });
    await run.reached('gate:opened#1');
    const folder = await backUp();
    run.process.kill('SIGCONT');
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(await putBack(folder)).toMatchObject({ open: 1 });
    expect((await settle(project)).map(({ state }) => state)).toEqual(['accepted']);
    expect(await witness.records()).toHaveLength(1);
  },
);

test.skipIf(process.platform === 'win32')('a ledger that a run holds is not replaced', async () => {
  const folder = await (await withRuntime((runtime) => runtime.status()), backUp());
  await project.drop('gewerbe.xml', tradeMessage());
  const run = await startSync(project, 'gate:opened#1', { signal: 'SIGSTOP' });
  await run.reached('gate:opened#1');
  await expect(putBack(folder)).rejects.toMatchObject({ code: 'AB_LEDGER_BUSY' });
  run.process.kill('SIGCONT');
  expect(await run.ended).toMatchObject({ code: 0 });
  expect((await submissionsOf(project)).map(({ state }) => state)).toEqual(['accepted']);
});

test('the backup alone opens nothing: data keys lie apart, in one file that each backup replaces', async () => {
  await project.drop('einreichung.zip', zipOf({ 'nachricht.xml': tradeMessage(), 'anlage.pdf': Buffer.alloc(400_000, 7) }));
  await runSync(project);
  const folder = await backUp();
  const names = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll('\\', '/')).toSorted();
  expect(names.filter((name) => /^content\/.+\/.+$/.test(name))).toHaveLength(1);
  expect(names).toEqual(
    expect.arrayContaining(['ledger.sqlite', 'manifest.json', 'project/amtsbote.yaml', 'project/mappings/hundesteuer.yaml']),
  );
  expect(names.filter((name) => name.endsWith('.key'))).toEqual([]);
  const live = new DatabaseSync(project.ledgerFile, { readOnly: true });
  const row = live.prepare('select data_key from submissions').get() as { data_key: Uint8Array };
  const key = Buffer.from(row.data_key);
  live.close();
  expect((await readFile(join(folder, 'ledger.sqlite'))).includes(key)).toBe(false);
  expect((await readFile(join(backups, 'data-keys.sqlite'))).includes(key)).toBe(true);
  const second = await backUp();
  expect(second).not.toBe(folder);
  expect((await readdir(backups)).filter((name) => name.startsWith('data-keys'))).toEqual(['data-keys.sqlite']);
});

test('a submission that was shredded after a backup cannot be opened from it', async () => {
  await project.drop('gewerbe.xml', tradeMessage());
  await runSync(project);
  const folder = await backUp();
  const live = new DatabaseSync(project.ledgerFile);
  live.exec(`update submissions set data_key = x''`);
  live.close();
  await backUp();
  expect(await putBack(folder)).toMatchObject({ shredded: 1, submissions: 1 });
});

test('a restore refuses over a ledger, without its keys, with another master key, and anything that was changed', async () => {
  await project.drop('gewerbe.xml', tradeMessage());
  await runSync(project);
  const folder = await backUp();
  const restore = (how = {}) => withRuntime((runtime) => runtime.restore(folder, how));
  await expect(restore()).rejects.toMatchObject({ code: 'AB_LEDGER_EXISTS' });
  await expect(restore({ replace: true, keys: join(backups, 'nichts') })).rejects.toMatchObject({ code: 'AB_BACKUP_BROKEN' });
  await expect(withRuntime((runtime) => runtime.restore(backups, { replace: true }))).rejects.toMatchObject({ code: 'AB_BACKUP_BROKEN' });
  const key = join(project.directory, '.amtsbote/master.key');
  const kept = await readFile(key);
  await writeFile(key, Buffer.alloc(32, 9).toString('base64'));
  await expect(restore({ replace: true })).rejects.toMatchObject({ code: 'AB_KEY_WRONG' });
  await writeFile(key, kept);
  const manifest = join(folder, 'manifest.json');
  const said = await readFile(manifest, 'utf8');
  await writeFile(manifest, said.replace(/"submissions": 1/, '"submissions": 2'));
  await expect(restore({ replace: true })).rejects.toMatchObject({ code: 'AB_BACKUP_BROKEN' });
  await writeFile(manifest, said);
  const ledger = join(folder, 'ledger.sqlite');
  const bytes = await readFile(ledger);
  bytes[bytes.length - 5000]! ^= 1;
  await writeFile(ledger, bytes);
  await expect(restore({ replace: true })).rejects.toMatchObject({ code: 'AB_BACKUP_BROKEN', where: { file: ledger } });
  expect((await submissionsOf(project)).map(({ state }) => state)).toEqual(['accepted']);
  expect((await readdir(join(project.directory, '.amtsbote'))).filter((name) => name.startsWith('.restore'))).toEqual([]);
});

test('a lost or broken ledger is restored; what was there is set aside, and its own keys after a rotation open it, too', async () => {
  await project.drop('gewerbe.xml', tradeMessage());
  await runSync(project);
  const folder = await backUp();
  await copyFile(join(project.directory, 'amtsbote.yaml'), join(project.directory, 'alt.yaml'));
  await withRuntime((runtime) => runtime.rotateKeys('file:.amtsbote/neu.key'));
  const config = await readFile(project.configFile, 'utf8');
  await writeFile(project.configFile, config.replace('master.key', 'neu.key'));
  await backUp();
  await rm(project.ledgerFile);
  await writeFile(project.ledgerFile, 'kein Zustellbuch mehr');
  const { setAside } = await putBack(folder);
  expect(await readFile(join(setAside ?? '', 'ledger.sqlite'), 'utf8')).toBe('kein Zustellbuch mehr');
  const view = await withRuntime(async (runtime) => runtime.show((await runtime.list())[0]?.id ?? ''));
  expect(view).toMatchObject({ state: 'accepted', portalId: expect.any(String) as string });
});

test('backups made one after the other beside a working run: each, put back, ends with every submission entered once', async () => {
  const names = Array.from({ length: 24 }, (_, index) => `Betrieb ${index}`);
  for (const [index, businessName] of names.entries()) await project.drop(`${index}.xml`, tradeMessage({ businessName }));
  await witness.arm({ kind: 'latency', when: 'after', ms: 150, match: { method: 'POST', path: '/api/gewerbeanmeldungen' } });
  const run = await startSync(project);
  await run.reached('intake:acknowledged#1');
  const made: string[] = [];
  await withRuntime(async (runtime) => {
    while (run.process.exitCode === null) made.push((await runtime.backup(backups)).folder);
  });
  expect(await run.ended).toMatchObject({ code: 0 });
  await witness.arm();
  expect(await witness.records()).toHaveLength(names.length);
  for (const folder of [made[0], made[Math.floor(made.length / 2)], made.at(-2)]) {
    const { submissions, open } = await putBack(folder ?? '');
    const list = await settle(project);
    expect(list.map(({ state }) => state)).toEqual(Array(submissions).fill('accepted'));
    console.log(`of ${made.length} backups: ${submissions} submissions in it, ${open} open`);
  }
  expect(await witness.records()).toHaveLength(names.length);
});
