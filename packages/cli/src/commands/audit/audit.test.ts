import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, runCli } from '../../deps.test-support.ts';

const text = '<antrag>x</antrag>';
let folder: string;
const cli = (...argv: readonly string[]): Promise<Ran> => runCli(argv, { cwd: folder });
const inside = (name: string): string => join(folder, name);

async function mustRun(...argv: readonly string[]): Promise<void> {
  const { code, stderr } = await cli(...argv);
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr}`);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-audit-'));
  await mustRun('init', '--template', 'hundesteuer');
  await writeFile(inside('eingang/a.xml'), text);
  await mustRun('sync', '--fail-on', 'never');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the history verifies, and is exported into a new private file that ends with the checkpoint', async () => {
  expect(await cli('audit', 'verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('whole and unchanged') as string });
  expect((await cli('audit', 'export', '--out', 'history.jsonl')).code).toBe(0);
  const lines = (await readFile(inside('history.jsonl'), 'utf8')).trimEnd().split('\n');
  const schemas = lines.map((line) => (JSON.parse(line) as { schema: string }).schema);
  expect(schemas).toEqual(['amtsbote.audit.event/1', 'amtsbote.audit.event/1', 'amtsbote.audit.checkpoint/1']);
  expect((await stat(inside('history.jsonl'))).mode & 0o777).toBe(0o600);
  expect(await cli('audit', 'export', '--out', 'history.jsonl')).toMatchObject({ code: 2 });
  expect((await cli('audit', 'verify', '--checkpoint', 'history.jsonl')).code).toBe(0);
});

test('a changed event, and an end that was cut off, end with 3 and say where', async () => {
  expect((await cli('audit', 'export', '--checkpoint-only', '--out', 'kept.json')).code).toBe(0);
  const ledger = new DatabaseSync(inside('.amtsbote/ledger.sqlite'));
  for (const name of ['events_stay', 'checkpoints_stay', 'events_keep']) ledger.exec(`drop trigger if exists ${name}`);
  ledger.exec('delete from checkpoints; delete from events where id > 1');
  ledger.close();
  expect((await cli('audit', 'verify')).code).toBe(0);
  const against = await cli('audit', 'verify', '--checkpoint', 'kept.json');
  expect(against).toMatchObject({ code: 3, stdout: expect.stringContaining('checkpoint 1') as string });
  const changed = new DatabaseSync(inside('.amtsbote/ledger.sqlite'));
  changed.exec(`update events set type = 'accepted' where id = 1`);
  changed.close();
  expect(await cli('audit', 'verify')).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('changed after it was written') as string,
  });
});

test('each run hands its checkpoint out: in the last line of --json, which verifies the history later, and in the log', async () => {
  await writeFile(inside('eingang/b.xml'), `${text}\n`);
  const ran = await cli('sync', '--json', '--log', 'run.log');
  await writeFile(inside('run.ndjson'), ran.stdout);
  const { number, hash } = (ran.json().at(-1) as { checkpoint: { number: number; hash: string } }).checkpoint;
  expect(await readFile(inside('run.log'), 'utf8')).toContain(`"checkpoint":"${number}:${hash}"`);
  expect((await cli('audit', 'verify', '--checkpoint', 'run.ndjson')).code).toBe(0);
  const ledger = new DatabaseSync(inside('.amtsbote/ledger.sqlite'));
  for (const name of ['events_stay', 'checkpoints_stay']) ledger.exec(`drop trigger if exists ${name}`);
  ledger.exec(`delete from checkpoints where id >= ${number}; delete from events where id = (select max(id) from events)`);
  ledger.close();
  expect((await cli('audit', 'verify', '--checkpoint', 'run.ndjson')).code).toBe(3);
});

test('a file that is no checkpoint is refused, without a word of what it holds', async () => {
  await writeFile(inside('other.json'), '{"name":"Geheim"}');
  const ran = await cli('audit', 'verify', '--checkpoint', 'other.json');
  expect(ran.code).toBe(2);
  expect(ran.stdout + ran.stderr).not.toContain('Geheim');
});

test('after a change of the master key the ledger opens at the new place only, with all it had', async () => {
  const ran = await cli('keys', 'rotate', '--to', 'file:.amtsbote/new.key');
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('masterKey: file:.amtsbote/new.key') as string });
  expect(await cli('list')).toMatchObject({ code: 2, stderr: expect.stringContaining('AB_KEY_WRONG') as string });
  const file = inside('amtsbote.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('file:.amtsbote/master.key', 'file:.amtsbote/new.key'));
  expect((await cli('list', '--json')).json()[0]).toMatchObject({ submissions: [{ state: 'case' }] });
  expect((await cli('audit', 'verify')).code).toBe(0);
  expect(await cli('keys', 'rotate', '--to', 'file:.amtsbote/new.key')).toMatchObject({ code: 2 });
});
