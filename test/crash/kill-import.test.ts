import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openSchemaSets } from '@amtsbote/sdk/workbench';
import { childProgram } from '../support/child-programs.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

const kills = 8;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-kill-import-'));
  await mkdir(join(folder, 'source'));
  for (let number = 0; number < 60; number++) {
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x${number}"><xs:element name="a"/></xs:schema>`;
    await writeFile(join(folder, 'source', `${number}.xsd`), schema);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function importUntilKilled(project: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [await childProgram('import-child'), project, join(folder, 'source')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for (let said = ''; said.split('again').length <= 2;) said += String(await once(child.stdout, 'data'));
  await wait(afterMs);
  child.kill('SIGKILL');
  await ended;
}

test('an import that is killed leaves the set whole: the old one or the new one', async () => {
  const project = join(folder, 'project');
  for (let kill = 0; kill < kills; kill++) {
    await importUntilKilled(project, kill * 11);
    const sets = openSchemaSets(project);
    const set = await sets.open('standard');
    expect(set.manifest.files).toHaveLength(60);
    expect((await sets.list()).map(({ name }) => name)).toEqual(['standard']);
  }
  const names = await readdir(join(project, 'xoev/sets'));
  expect(names.filter((name) => !name.startsWith('.'))).toEqual(['standard']);
});
