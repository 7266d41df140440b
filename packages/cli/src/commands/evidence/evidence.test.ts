import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as runtime from '@amtsbote/sdk/runtime';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RuntimeEntry } from '../../deps.ts';
import { type Ran, runCli, type World } from '../../deps.test-support.ts';

let folder: string;
let id: string;
const cli = (argv: readonly string[], world: World = {}): Promise<Ran> => runCli(argv, { cwd: folder, ...world });
const inside = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-evidence-'));
  await cli(['init', '--template', 'hundesteuer']);
  await edit('amtsbote.yaml', 'rejected: abgelehnt', 'rejected: abgelehnt, settleMs: 0');
  await writeFile(inside('eingang/a.xml'), '<antrag>Quargelbrunner</antrag>');
  await cli(['sync', '--fail-on', 'never']);
  const [list] = (await cli(['list', '--json'])).json() as [{ submissions: { id: string }[] }];
  id = list.submissions[0]?.id ?? '';
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  for (const name of await readdir(folder)) if (name.startsWith('e.zip')) await rm(inside(name));
});

async function edit(name: string, from: string, to: string): Promise<void> {
  await writeFile(inside(name), (await readFile(inside(name), 'utf8')).replace(from, to));
}

test('a case is exported into a private file that verifies without configuration, and by the key of its signature', async () => {
  const exported = await cli(['evidence', 'export', '--submission', id, '--out', 'e.zip', '--json']);
  expect(exported.code).toBe(0);
  const [{ signedBy, submissions }] = exported.json() as [{ signedBy: string; submissions: string[] }];
  expect(submissions).toEqual([id]);
  expect((await stat(inside('e.zip'))).mode & 0o777).toBe(0o600);
  expect((await readFile(inside('e.zip'))).includes('Quargelbrunner')).toBe(false);
  await writeFile(inside('signature.json'), (await cli(['evidence', 'key'])).stdout);
  const world = { cwd: tmpdir() };
  const verified = await cli(['evidence', 'verify', inside('e.zip')], world);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining(`compare the thumbprint ${signedBy}`) as string });
  const trusted = await cli(['evidence', 'verify', inside('e.zip'), '--trust', inside('signature.json'), '--lang', 'de'], world);
  expect(trusted.stdout).toMatch(/in Ordnung +dem Schlüssel der Signatur vertrauen Sie/);
  expect(trusted.stdout).not.toContain('Vergleichen Sie den Fingerabdruck');
});

test('a changed file ends with 3 and says what failed', async () => {
  await cli(['evidence', 'export', '--submission', id, '--out', 'e.zip']);
  const bytes = await readFile(inside('e.zip'));
  bytes.write('accepted', bytes.indexOf('"state": "case"') + 10);
  await writeFile(inside('e.zip'), bytes);
  const ran = await cli(['evidence', 'verify', 'e.zip']);
  expect(ran).toMatchObject({ code: 3, stdout: expect.stringMatching(/FAILED +the file is as it was written/) as string });
});

test('an export that fails or is killed on its way leaves no file of that name, and the next one is whole', async () => {
  let seen: readonly string[] = [];
  const loadRuntime = async (): Promise<RuntimeEntry> => ({
    ...runtime,
    openRuntime: async (options) => {
      const opened = await runtime.openRuntime(options);
      const evidenceArchive: typeof opened.evidenceArchive = async (wanted) => {
        const whole = await opened.evidenceArchive(wanted);
        return { ...whole, chunks: stopping(whole.chunks) };
      };
      return { ...opened, evidenceArchive };
    },
  });
  async function* stopping(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    let count = 0;
    for await (const chunk of chunks) {
      yield chunk;
      count += 1;
      if (count < 4) continue;
      seen = await readdir(folder);
      throw new Error('stopped');
    }
  }
  const stopped = await cli(['evidence', 'export', '--submission', id, '--out', 'e.zip'], { deps: { loadRuntime } });
  expect([stopped.code, seen.includes('e.zip'), seen.includes('e.zip.part')]).toEqual([1, false, true]);
  expect((await readdir(folder)).filter((name) => name.startsWith('e.zip'))).toEqual([]);
  await writeFile(inside('e.zip.part'), 'what a killed export left');
  expect((await cli(['evidence', 'export', '--submission', id, '--out', 'e.zip'])).code).toBe(0);
  expect((await cli(['evidence', 'verify', 'e.zip'])).code).toBe(0);
  expect((await readdir(folder)).filter((name) => name.startsWith('e.zip'))).toEqual(['e.zip']);
});

test.each([
  ['a file that is there', ['export', '--submission', 'ID', '--out', 'amtsbote.yaml'], 'already there'],
  ['neither submission nor time', ['export', '--out', 'e.zip'], 'Name one submission'],
  ['both', ['export', '--submission', 'ID', '--from', '2026-01-01', '--out', 'e.zip'], 'Name one submission'],
  ['a day that is none', ['export', '--from', '2026-02-30', '--out', 'e.zip'], 'YYYY-MM-DD'],
  ['a time in which nothing came', ['export', '--to', '2020-01-01', '--out', 'e.zip'], 'Nothing was received'],
  ['an id that is none', ['export', '--submission', 's-nothing', '--out', 'e.zip'], 'AB_ID_UNKNOWN'],
  ['a folder that is not there', ['export', '--submission', 'ID', '--out', 'not/there/e.zip'], 'cannot be written'],
  ['an archive that is not there', ['verify', 'nothing.zip'], 'cannot be read'],
  ['keys that are none', ['verify', 'amtsbote.yaml', '--trust', 'amtsbote.yaml'], 'no public keys'],
])('%s is a wrong use', async (_, argv, said) => {
  const ran = await cli(['evidence', ...argv.map((word) => (word === 'ID' ? id : word))]);
  expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) as string });
});

test('the key of the signature stays the same when the master key is changed', async () => {
  const before = (await cli(['evidence', 'key'])).stdout;
  await cli(['keys', 'rotate', '--to', 'file:.amtsbote/new.key']);
  await edit('amtsbote.yaml', 'file:.amtsbote/master.key', 'file:.amtsbote/new.key');
  expect((await cli(['evidence', 'key'])).stdout).toBe(before);
});
