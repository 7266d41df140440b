import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../deps.test-support.ts';

const tests = `mapping: a.yaml
tests:
  - { name: neu, message: a.xml }   # to be filled
  - { name: alt, message: a.xml, record: { name: B, gone: x } }
`;

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'amtsbote-mapping-'));
  await writeFile(join(cwd, 'a.yaml'), 'message: { root: a }\nrecord: dog\nfields: { name: { path: name }, list: { each: x } }\n');
  await writeFile(join(cwd, 'a.xml'), '<a><name>A</name><x>1</x><x>02</x></a>');
});
beforeEach(() => writeFile(join(cwd, 'a.test.yaml'), tests));
afterAll(() => rm(cwd, { recursive: true, force: true }));

const file = (): Promise<string> => readFile(join(cwd, 'a.test.yaml'), 'utf8');

test('--update shows what differs, asks, and writes only on yes', async () => {
  const no = await runCli(['mapping', 'test', 'a.test.yaml', '--update'], { cwd, typed: ['no'] });
  expect(no.code).toBe(3);
  expect(no.stderr).toContain('- "B"');
  expect(no.stderr).toContain('Take this over into a.test.yaml? (yes/no): ');
  expect(await file()).toBe(tests);

  const yes = await runCli(['mapping', 'test', 'a.test.yaml', '--update', '--lang', 'de'], { cwd, typed: ['ja'] });
  expect(yes.code).toBe(0);
  expect(await file()).toBe(`mapping: a.yaml
tests:
  - { name: neu, message: a.xml, record: { name: A, list: [ "1", "02" ] } } # to be filled
  - { name: alt, message: a.xml, record: { name: A, list: [ "1", "02" ] } }
`);
  expect((await runCli(['mapping', 'test', 'a.test.yaml'], { cwd })).code).toBe(0);
});

test('without a terminal nobody is asked and nothing is written', async () => {
  const { code, stderr } = await runCli(['mapping', 'test', 'a.test.yaml', '--update'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('--yes');
  expect(await file()).toBe(tests);
});

test('a message that is not there, or a mapping that is none, fails the test and names it', async () => {
  await writeFile(join(cwd, 'a.test.yaml'), 'mapping: a.yaml\ntests: [{ name: weg, message: weg.xml, record: {} }]\n');
  const missing = await runCli(['mapping', 'test', 'a.test.yaml'], { cwd });
  expect(missing.code).toBe(3);
  expect(missing.stdout).toContain('AB_FILE_UNREADABLE');
  await writeFile(join(cwd, 'a.test.yaml'), 'mapping: weg.yaml\ntests: [{ name: weg, message: a.xml, record: {} }]\n');
  expect((await runCli(['mapping', 'test', 'a.test.yaml'], { cwd })).code).toBe(3);
});

test('a test fails when its mapping is no longer for the version of its message', async () => {
  const form = (version: string): Promise<void> =>
    writeFile(
      join(cwd, 'fim.yaml'),
      `message: { profile: fim-xml, versions: ['${version}'] }\nrecord: dog\nfields: { name: { path: '*' } }\n`,
    );
  await writeFile(join(cwd, 'fim.xml'), '<f:s xmlns:f="urn:xoev-de:xfall:standard:fim-s99000730_1.0"><f:F60000227>A</f:F60000227></f:s>');
  await writeFile(join(cwd, 'fim.test.yaml'), 'mapping: fim.yaml\ntests: [{ name: f, message: fim.xml, record: { name: A } }]\n');
  await form('1.0');
  expect((await runCli(['mapping', 'test', 'fim.test.yaml'], { cwd })).code).toBe(0);
  await form('1.1');
  const other = await runCli(['mapping', 'test', 'fim.test.yaml'], { cwd });
  expect(other.code).toBe(3);
  expect(other.stdout).toContain('AB_MESSAGE_UNKNOWN');
});
