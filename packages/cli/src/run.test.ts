import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Defect } from '@amtsbote/sdk';
import { runCli } from './deps.test-support.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-cli-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('without arguments it shows help on standard output', async () => {
  const ran = await runCli([]);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('Usage: amtsbote');
});

test.each(['init', 'doctor', 'sync', 'status', 'list', 'show', 'retry', 'resolve', 'secret', 'simulate'])(
  '%s explains itself in German and English, and needs no configuration for it',
  async (command) => {
    const english = await runCli([command, '--help'], { cwd: folder });
    const german = await runCli([command, '--help', '--lang', 'de'], { cwd: folder });
    expect([english.code, german.code, english.stderr, german.stderr]).toEqual([0, 0, '', '']);
    expect(english.stdout).toContain('Usage:');
    expect(german.stdout).toContain('Aufruf:');
    expect(german.stdout).not.toMatch(/Usage:|Options:|Arguments:|Commands:/);
  },
);

test('a mistyped command is answered with a suggestion and code 2', async () => {
  const ran = await runCli(['snyc'], { env: { LANG: 'de_DE.UTF-8' } });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toMatchInlineSnapshot(`
    "AB_USAGE Den Befehl \`snyc\` gibt es nicht.
      Rat: Meinten Sie \`sync\`? Siehe \`amtsbote --help\`.
    "
  `);
});

test('a wrong use is one JSON document with --json', async () => {
  const ran = await runCli(['sync', '--dryrun', '--json']);
  expect(ran).toMatchObject({ code: 2, stderr: '' });
  expect(ran.json()).toEqual([
    {
      schema: 'amtsbote.error/1',
      code: 'AB_USAGE',
      message: 'There is no option `--dryrun` here.',
      hint: 'Did you mean `--dry-run`? See `amtsbote sync --help`.',
    },
  ]);
});

test.each([
  [['show'], 'The argument <id> is missing.'],
  [['sync', '--limit'], 'The option `--limit <n>` needs a value.'],
  [['sync', '--limit', '0'], 'Give a whole number from 1 on.'],
  [['sync', '--limit', '1e3'], 'Give a whole number from 1 on.'],
  [['list', '--state', 'gone'], 'Give one of: received, routed'],
  [['init', '--template', 'auto'], 'hundesteuer, gewerbeanmeldung, bauantrag, empty'],
  [['--lang', 'fr', 'status'], 'Give one of: de, en.'],
  [['secret'], ''],
])('%j is a wrong use', async (argv, message) => {
  const ran = await runCli(argv, { cwd: folder });
  expect(ran.stderr + ran.stdout).toContain(message);
  expect(ran.code).toBe(argv[0] === 'secret' ? 0 : 2);
});

test('a secret given as an argument is refused and not repeated', async () => {
  const ran = await runCli(['secret', 'set', 'PASSWORD', 'geheim-4711'], { cwd: folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('never an argument');
  expect(ran.stdout + ran.stderr).not.toContain('4711');
});

test('values that were typed are not repeated in complaints', async () => {
  const ran = await runCli(['list', '--state', 'Müller-Lüdenscheidt', '--json'], { cwd: folder });
  expect(ran.stdout).not.toContain('Müller');
});

test('without a configuration it says how to come by one', async () => {
  const ran = await runCli(['status'], { cwd: folder });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('AB_CONFIG_NOT_FOUND');
  expect(ran.stderr).toContain('amtsbote init');
});

const failing = (error: Error) => ({
  loadRuntime: () => {
    throw error;
  },
});

test('an unknown error asks for a report and never shows its message', async () => {
  const error = Object.assign(new Error('Müller was here'), { code: 'ENOSPC' });
  const ran = await runCli(['status', '--config', 'x.yaml'], { cwd: folder, deps: failing(error) });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain('ENOSPC');
  expect(ran.stderr).toContain('report');
  expect(ran.stderr).not.toMatch(/Müller|^\s+at /m);
});

test('--debug shows where an unknown error arose, still without its message', async () => {
  const ran = await runCli(['status', '--config', 'x.yaml', '--debug'], {
    deps: failing(new Error('Müller was here')),
  });
  expect(ran.stderr).toMatch(/^\s+at /m);
  expect(ran.stderr).not.toContain('Müller');
});

test('an error of ours shows code, place and advice', async () => {
  const error = new Defect('AB_DEFECT', 'the channel called its commit twice', {
    where: { file: 'my-target.ts', line: 4 },
  });
  const ran = await runCli(['status', '--config', 'x.yaml'], { deps: failing(error) });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatchInlineSnapshot(`
    "AB_DEFECT the channel called its commit twice
      Where: file my-target.ts, line 4
      Hint: Please report it with the code and the place.
    "
  `);
});
