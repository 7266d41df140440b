import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type ChildProgram, childProgram, compileCache } from './child-programs.ts';
import { withLargestFile } from './largest-file.ts';
import type { Project } from './project.ts';

/** Root without the capabilities to read what the modes of a file forbid. */
const asRootWithoutOverride = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];

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
  readonly ended: Promise<ChildEnd>;
  /** Resolves when it is at this boundary or has passed it, given as `name#n`; rejects when it ends without. */
  reached(boundary: string): Promise<void>;
  /** Resolves when it has reached so many boundaries, or has ended. */
  passed(boundaries: number): Promise<void>;
}

/** How a `sync` in a process of its own differs. */
export interface SyncOptions {
  /** Modes of files hold for it, also where this process is root's: root reads everything. */
  readonly heedsModes?: boolean | undefined;
  /** The largest file that it can write, in bytes: a stand-in for a full disk. POSIX only. */
  readonly largestFile?: number | undefined;
  /** What it sends itself at the boundary. Default SIGKILL. */
  readonly signal?: NodeJS.Signals;
}

/**
 * Starts `sync` in a process of its own.
 *
 * @param word the boundary at which it kills itself, as `name#n`; `wait` to wait for the lock; nothing to run through
 */
export async function startSync(project: Project, word = '', options: SyncOptions = {}): Promise<ChildSync> {
  return startChild('child', project, { ...options, args: [word, options.signal ?? 'SIGKILL'] });
}

/** Runs a program of `test/crash` in a process of its own to its end, with the configuration of a project. */
export async function runChild(program: ChildProgram, project: Project, args: readonly string[]): Promise<ChildEnd> {
  return (await startChild(program, project, { args })).ended;
}

/** The project as processes see it whose clock is ahead. */
export function withClock(project: Project, aheadMs: number): Project {
  return { ...project, env: { ...project.env, AMTSBOTE_TEST_CLOCK_MS: String(aheadMs) } };
}

async function startChild(
  program: ChildProgram,
  project: Project,
  { args: own, heedsModes = false, largestFile }: Omit<SyncOptions, 'signal'> & { readonly args: readonly string[] },
): Promise<ChildSync> {
  const temporary = join(project.directory, 'tmp');
  await mkdir(temporary, { recursive: true });
  const command = [process.execPath, await childProgram(program), project.configFile, ...own];
  const limited = largestFile === undefined ? command : withLargestFile(largestFile, command);
  const [first = process.execPath, ...args] = heedsModes && process.getuid?.() === 0 ? [...asRootWithoutOverride, ...limited] : limited;
  const child = spawn(first, args, {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AMTSBOTE_BROWSER: process.env['AMTSBOTE_BROWSER'],
      TMPDIR: temporary,
      NODE_COMPILE_CACHE: compileCache,
      NODE_NO_WARNINGS: '1',
      ...project.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    child.emit('said');
  });
  const lines = (): readonly string[] => stdout.split('\n').filter(Boolean);
  const ended = Promise.all([buffer(child.stderr), once(child, 'close')]).then(([stderr, [code, killedBy]]) => ({
    boundaries: lines(),
    stderr: stderr.toString('utf8').trim(),
    code: code as number | null,
    signal: killedBy as NodeJS.Signals | null,
  }));
  const reached = async (boundary: string): Promise<void> => {
    let isOver = false;
    const over = ended.then(() => (isOver = true));
    while (!lines().includes(boundary)) {
      if (isOver) throw new Error(`the run ended without ${boundary}`);
      await Promise.race([once(child, 'said'), over]);
    }
  };
  const passed = async (count: number): Promise<void> => {
    const over = ended.then(() => 'over' as const);
    let news: unknown;
    while (news !== 'over' && lines().length < count) news = await Promise.race([once(child, 'said'), over]);
  };
  return { process: child, ended, reached, passed };
}

/** Runs `sync` in a process of its own to its end. */
export async function runSync(project: Project, word = '', options: SyncOptions = {}): Promise<ChildEnd> {
  return (await startSync(project, word, options)).ended;
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
