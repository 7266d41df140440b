import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadConfig } from '@amtsbote/sdk/runtime';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { cliCommand } from './support/cli-process.ts';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { startWitness, type Witness } from './support/witness.ts';

const run = promisify(execFile);
const guide = await readFile(join(import.meta.dirname, '../docs/guides/operating.md'), 'utf8');
const hasSystemd = process.platform === 'linux' && (await run('systemd-analyze', ['--version']).catch(() => undefined)) !== undefined;

let project: Project;
let witness: Witness;
let program: string;
beforeEach(async () => {
  witness = await startWitness();
  project = await makeProject({ url: witness.url });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  program = join(project.directory, 'amtsbote');
  const secrets = Object.entries(project.env).map(([name, value]) => `export ${name}='${value}'`);
  await writeFile(program, `#!/bin/sh\n${secrets.join('\n')}\nexec ${cliCommand.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  await chmod(program, 0o755);
});

/** The block of the page that holds a line, with the paths of this test. */
function block(language: string, holds: string): string {
  const blocks = [...guide.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');
  const found = blocks.find((text) => text.includes(holds));
  if (found === undefined) throw new Error(`the page has no ${holds}`);
  return found.replaceAll('/usr/local/bin/amtsbote', program).replaceAll('/srv/amtsbote', project.directory);
}

/** A line of /etc/cron.d by the rules of crontab(5): five fields of time, the account, and all behind it for sh; an unescaped % ends it. */
function cronEntry(text: string): { readonly fields: readonly string[]; readonly account: string; readonly command: string } {
  const entry = text.split('\n').find((line) => /^[\d*]/.test(line)) ?? '';
  const [, times = '', account = '', command = ''] = /^((?:\S+\s+){5})(\S+)\s+(.+)$/.exec(entry) ?? [];
  return { fields: times.trim().split(/\s+/), account, command: command.split(/(?<!\\)%/)[0] ?? '' };
}

test.skipIf(process.platform === 'win32')('the line for cron is one, and its command runs in the bare environment of cron', async () => {
  const { fields, account, command } = cronEntry(block('cron', 'MAILTO'));
  expect(fields).toHaveLength(5);
  const limits = [59, 23, 31, 12, 7];
  for (const [index, field] of fields.entries()) {
    const [, from, until, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(field) ?? ['', 'wrong'];
    for (const number of [from, until, step]) if (number !== undefined) expect(Number(number)).toBeLessThanOrEqual(limits[index] ?? 0);
  }
  expect(account).toBe('amtsbote');
  const cron = { cwd: '/', env: { HOME: userInfo().homedir, LOGNAME: account, SHELL: '/bin/sh', PATH: '/usr/bin:/bin' } };
  await project.drop('a.xml', tradeMessage());
  expect(await run('/bin/sh', ['-c', command], cron)).toEqual({ stdout: '', stderr: '' });
  expect(await witness.records()).toHaveLength(1);
  await project.drop('b.xml', dogMessage({ breed: '998' }));
  const needy = await run('/bin/sh', ['-c', command], cron).catch((error: unknown) => error);
  expect(needy).toMatchObject({ code: 3, stdout: expect.stringContaining('AB_CODE_UNKNOWN') as string });
});

test.skipIf(!hasSystemd)('systemd takes both units, and the command of the service runs', async () => {
  const units = join(project.directory, 'units');
  await mkdir(units);
  const service = block('ini', 'ExecStart').replace('User=amtsbote\n', '');
  await writeFile(join(units, 'amtsbote.service'), service);
  await writeFile(join(units, 'amtsbote.timer'), block('ini', 'OnCalendar'));
  const verified = await run('systemd-analyze', [
    'verify',
    '--man=no',
    '--recursive-errors=no',
    join(units, 'amtsbote.service'),
    join(units, 'amtsbote.timer'),
  ]);
  expect(verified.stderr.split('\n').filter((line) => line.includes('amtsbote'))).toEqual([]);
  const [, calendar = ''] = /OnCalendar=(.*)/.exec(block('ini', 'OnCalendar')) ?? [];
  expect((await run('systemd-analyze', ['calendar', calendar])).stdout).toContain('Next elapse');
  const [, command = ''] = /ExecStart=(.*)/.exec(service) ?? [];
  const { stdout } = await run('/bin/sh', ['-c', command], { cwd: project.directory });
  expect(JSON.parse(stdout.trimEnd())).toMatchObject({ schema: 'amtsbote.sync.summary/1', exitCode: 0 });
});

test.skipIf(!hasSystemd)('systemd takes the unit of the service that stays', async () => {
  const file = join(project.directory, 'amtsbote-serve.service');
  await writeFile(file, block('ini', 'amtsbote serve').replace('User=amtsbote\n', ''));
  const verified = await run('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', file]);
  expect(verified.stderr.split('\n').filter((line) => line.includes('amtsbote'))).toEqual([]);
});

test('the configuration of the service that stays is one that is taken', async () => {
  const config = await project.read('amtsbote.yaml');
  const loaded: unknown[] = [];
  for (const written of [block('yaml', '8789'), block('yaml', '0.0.0.0')]) {
    await project.write('amtsbote.yaml', `${config}\n${written.replace('# amtsbote.yaml', '')}`);
    loaded.push((await loadConfig(project.configFile)).serve);
  }
  const tls = { certificate: '/etc/amtsbote/tls.crt', key: '/etc/amtsbote/tls.key' };
  expect(loaded).toEqual([
    { host: '127.0.0.1', port: 8789, everyMs: 300_000, tls: undefined },
    { host: '0.0.0.0', port: 8443, everyMs: 300_000, tls },
  ]);
});

test('the page names every exit code', () => {
  for (const code of [0, 1, 2, 3, 4, 5, 130]) expect(guide).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
});
