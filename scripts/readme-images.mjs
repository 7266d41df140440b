import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { terminalImage } from './lib/terminal-image.mjs';
import { setUpOrExit } from './lib/set-up.mjs';
import { at, node24, node24Environment } from './lib/workspace.mjs';

/** Makes the pictures of the README from a real run of the example: the filled form before saving, and the terminal. */
const images = at('docs', 'images');
const program = at('packages', 'cli', 'bin', 'amtsbote.js');
const environment = {
  ...node24Environment(),
  LANG: 'de_DE.UTF-8',
  FORCE_COLOR: '1',
  AMTSBOTE_SECRET_MUSTERVERFAHREN_USER: 'sachbearbeitung',
  AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: 'muster-2026',
};

await setUpOrExit();
const folder = mkdtempSync(join(tmpdir(), 'amtsbote-images-'));
const project = join(folder, 'hundesteuer');
const simulator = spawn(node24, [program, 'simulate', 'musterverfahren', '--port', '0', '--parent-exit', '--json'], {
  env: environment,
  stdio: ['pipe', 'pipe', 'inherit'],
});
try {
  const { url } = JSON.parse(await new Promise((resolve) => simulator.stdout.once('data', (data) => resolve(String(data)))));
  await amtsbote(['init', project, '--template', 'hundesteuer'], folder);
  const target = join(project, 'targets', 'musterverfahren-web.yaml');
  writeFileSync(target, readFileSync(target, 'utf8').replace('http://127.0.0.1:8787', url));
  cpSync(join(project, 'samples'), join(project, 'eingang'), { recursive: true });
  mkdirSync(images, { recursive: true });
  await amtsbote(['sync', '--dry-run', '--limit', '1', '--evidence', 'nachweise'], project);
  const form = readdirSync(join(project, 'nachweise')).find((name) => name.includes('form'));
  copyFileSync(join(project, 'nachweise', form), join(images, 'form.jpg'));
  const output = await amtsbote(['sync', '--verbose'], project);
  writeFileSync(join(images, 'terminal.svg'), terminalImage('amtsbote sync', output));
  console.log(stripVTControlCharacters(output));
} finally {
  simulator.stdin.end();
  rmSync(folder, { recursive: true, force: true });
}

async function amtsbote(args, cwd) {
  const child = spawn(node24, [program, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return output;
}
