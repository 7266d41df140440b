import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliEnd, runCli } from './support/cli.ts';
import { followGuide, type GuideStep, guideSteps } from './support/guide.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-guide-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function stepsOf(guide: string): Promise<readonly GuideStep[]> {
  return guideSteps(await readFile(resolve(import.meta.dirname, '../docs/guides', guide), 'utf8'));
}

async function follow(guide: string): Promise<void> {
  await followGuide(await stepsOf(guide), folder, cli);
}

function cli(argv: readonly string[]): Promise<CliEnd> {
  return runCli({ directory: folder, env: {} }, argv);
}

test('from a form to a mapping: every command of the guide says what the guide shows', async () => {
  await follow('from-a-form-to-a-mapping.md');
  expect(await readFile(join(folder, 'mappings/hund.test.yaml'), 'utf8')).toContain('plz: "03046"');
});

test('a new version arrives: the same, with the project of the guide before', async () => {
  const before = (await stepsOf('from-a-form-to-a-mapping.md')).map((step) => (step.kind === 'command' ? { ...step, output: '' } : step));
  await followGuide(before, folder, cli);
  await follow('a-new-version-arrives.md');
  expect(await readFile(join(folder, 'mappings/hund.yaml'), 'utf8')).toContain("versions: ['1.1']");
});

test('a guide whose output differs, or whose command ends otherwise, is noticed', async () => {
  const say = async (): Promise<CliEnd> => ({ code: 3, stdout: 'one\ntwo\n', stderr: '' });
  const followed = (shown: string): Promise<void> => followGuide(guideSteps(`\`\`\`console\n${shown}\`\`\`\n`), folder, say);
  await expect(followed('$ amtsbote x   # exit code 3\none\ntwo\n')).resolves.toBeUndefined();
  await expect(followed('$ amtsbote x   # exit code 3\n…\ntwo\n')).resolves.toBeUndefined();
  await expect(followed('$ amtsbote x   # exit code 3\none\n')).rejects.toThrow('line 2: it says\none\ntwo');
  await expect(followed('$ amtsbote x\none\ntwo\n')).rejects.toThrow('line 2: ends with 3, not 0');
});
