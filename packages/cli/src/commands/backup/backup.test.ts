import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Ran, runCli } from '../../deps.test-support.ts';

let project: string;
const cli = (argv: readonly string[], lang = 'en'): Promise<Ran> => runCli([...argv, '--lang', lang], { cwd: project });

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backup-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  project = join(folder, 'projekt');
  await runCli(['init', project], { cwd: folder });
  await cli(['sync']);
});

test('backup says what was made, where the keys lie, and what to keep apart', async () => {
  const made = await cli(['backup', 'sicherungen']);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain(join(project, 'sicherungen', 'data-keys.sqlite'));
  expect(made.stdout).toContain('the master key apart from both');
  const [line] = (await cli(['backup', 'sicherungen', '--keys', 'schluessel/daten.sqlite', '--json'])).json();
  expect(line).toMatchObject({ schema: 'amtsbote.backup.made/1', keys: join(project, 'schluessel', 'daten.sqlite'), submissions: 0 });
  expect(await readdir(join(project, 'schluessel'))).toEqual(['daten.sqlite']);
});

test('restore refuses over a ledger, and with --replace sets it aside and says what comes next', async () => {
  const [made] = (await cli(['backup', 'sicherungen', '--json'])).json();
  const folder = String(made?.['folder']);
  const refused = await cli(['restore', folder]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('AB_LEDGER_EXISTS');
  const restored = await cli(['restore', folder, '--replace'], 'de');
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toMatch(/^Eingespielt, Stand .+: 0 Einreichungen\.\nWas vorher da war, liegt in .+before-restore-/);
  expect((await cli(['restore', 'nirgends', '--replace', '--json'])).json()).toMatchObject([{ code: 'AB_BACKUP_BROKEN' }]);
  expect((await cli(['audit', 'verify'])).code).toBe(0);
});
