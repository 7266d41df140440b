import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, toolFile } from './lib/workspace.mjs';

const sleep = 'await new Promise((resolve) => setTimeout(resolve, 500));';
const rpa = 'packages/sdk/src/rpa';

const planted = [
  [`${rpa}/plain.ts`, `export async function act() { ${sleep} }`],
  [`${rpa}/block.ts`, `export async function act() { await new Promise<void>((resolve) => { setTimeout(() => resolve(), 500); }); }`],
  [`${rpa}/of-list.ts`, `export async function act() { for (const each of [1, 2]) { if (each > 0) { ${sleep} } } }`],
  [`${rpa}/imported.ts`, `import { setTimeout as wait } from 'node:timers/promises';\nexport const act = () => wait(500);`],
  [`${rpa}/deep/page.ts`, `export const act = (page: { waitForTimeout(ms: number): Promise<void> }) => page.waitForTimeout(500);`],
  ['packages/sdk/src/recorder/plain.ts', `export async function act() { ${sleep} }`],
  ['packages/connectors/src/targets/web-form/plain.ts', `export async function act() { ${sleep} }`],
  ['packages/cli/src/page.ts', `export const act = (page: { waitForTimeout(ms: number): Promise<void> }) => page.waitForTimeout(500);`],
];

const sound = [
  [`${rpa}/until.ts`, `export async function act(isDone: () => boolean) { while (!isDone()) ${sleep} }`],
  [
    `${rpa}/kept.ts`,
    `export async function act<T>(value: Promise<T>) { let timer; const late = new Promise((resolve) => (timer = setTimeout(resolve, 500)));
      try { return await Promise.race([value, late]); } finally { clearTimeout(timer); } }`,
  ],
  [`${rpa}/a.test.ts`, `export async function act() { ${sleep} }`],
];

let folder;
let findings;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amtsbote-sleeps-'));
  await copyFile(at('.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  await cp(at('scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
  await symlink(at('node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [file, text] of [...planted, ...sound]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${text}\n`);
  }
  findings = await lint(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(planted)('a fixed sleep in %s is found', (file) => {
  expect([...findings]).toContain(file);
});

test.each(sound)('a wait that ends with what is awaited is none: %s', (file) => {
  expect([...findings]).not.toContain(file);
});

/** The files with a fixed sleep. */
async function lint(cwd) {
  const text = await new Promise((resolve) => {
    execFile(process.execPath, [toolFile('oxlint'), '--format=json'], { cwd, maxBuffer: 1e8 }, (_error, stdout) => resolve(stdout));
  });
  const broken = JSON.parse(text).diagnostics.filter(({ code }) => /no-fixed-sleep|no-restricted-properties/.test(code));
  return new Set(broken.map((one) => one.filename.replaceAll('\\', '/')));
}
