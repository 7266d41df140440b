import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Project } from './project.ts';

const program = join(import.meta.dirname, '../crash/child.ts');

/** How a child process of `sync` ended. */
export interface ChildEnd {
  /** The boundaries it reached, in their order, each as `name#n` for its n-th time. */
  readonly boundaries: readonly string[];
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stderr: string;
}

/** A `sync` that runs in a process of its own. */
export interface ChildSync {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<ChildEnd>;
}

/**
 * Starts `sync` in a process of its own.
 *
 * @param word the boundary at which it kills itself, as `name#n`; `wait` to wait for the lock; nothing to run through
 * @param account the user and group it runs as, where that is not ours
 */
export async function startSync(project: Project, word = '', account?: number): Promise<ChildSync> {
  const temporary = join(project.directory, 'tmp');
  await mkdir(temporary, { recursive: true });
  const as = account === undefined ? {} : { uid: account, gid: account };
  const child = spawn(process.execPath, ['--conditions=@amtsbote/source', program, project.configFile, word], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AMTSBOTE_BROWSER: process.env['AMTSBOTE_BROWSER'],
      TMPDIR: temporary,
      NODE_COMPILE_CACHE: join(tmpdir(), 'amtsbote-test-compile-cache'),
      NODE_NO_WARNINGS: '1',
      ...project.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  const output = Promise.all([buffer(child.stdout), buffer(child.stderr), once(child, 'exit')]);
  const ended = output.then(([stdout, stderr, [code, signal]]) => ({
    boundaries: stdout.toString('utf8').split('\n').filter(Boolean),
    stderr: stderr.toString('utf8'),
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return { process: child, pid: child.pid!, ended };
}

/** Runs `sync` in a process of its own to its end. */
export async function runSync(project: Project, word = '', account?: number): Promise<ChildEnd> {
  return (await startSync(project, word, account)).ended;
}

/**
 * The processes that belong to a project: their command line or environment names its folder. Linux only; elsewhere none. A
 * browser gets a moment to end.
 */
export async function processesLeft(project: Project, patienceMs = 10_000): Promise<readonly string[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const left = await processesOf(project.directory);
    if (left.length === 0 || Date.now() > until) return left;
    await wait(50);
  }
}

async function processesOf(directory: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const named = await Promise.all(
    pids.map(async (pid) => {
      const facts = await Promise.all(['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')));
      return facts.some((text) => text.includes(directory)) ? [`${pid} ${facts[0]?.slice(0, 200) ?? ''}`] : [];
    }),
  );
  return named.flat();
}
