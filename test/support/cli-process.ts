import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compileCache } from './child-programs.ts';
import type { CliEnd } from './cli.ts';
import { withLargestFile } from './largest-file.ts';
import type { Project } from './project.ts';

const program = join(import.meta.dirname, '../../packages/cli/src/bin.ts');

/** How a process of the command line differs. */
export interface CliProcessOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The largest file that the process can write, in bytes: a stand-in for a full disk. POSIX only. */
  readonly largestFile?: number;
}

/** The command that starts the command line from its sources. */
export const cliCommand: readonly string[] = [process.execPath, '--no-warnings', '--conditions=@amtsbote/source', program];

/** Starts the command line in a process of its own, in the folder of a project, without a terminal. */
export function startCli(project: Project, argv: readonly string[], options: CliProcessOptions = {}): ChildProcessWithoutNullStreams {
  const [command = '', ...args] = [...cliCommand, ...argv];
  const limit = options.largestFile;
  const limited = limit === undefined ? [command, ...args] : withLargestFile(limit, [command, ...args]);
  return spawn(limited[0] ?? '', limited.slice(1), {
    cwd: project.directory,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AMTSBOTE_BROWSER: process.env['AMTSBOTE_BROWSER'],
      NODE_COMPILE_CACHE: compileCache,
      LANG: 'en_US.UTF-8',
      ...project.env,
      ...options.env,
    },
  });
}

/** Runs the command line in a process of its own to its end. */
export async function runCliProcess(project: Project, argv: readonly string[], options: CliProcessOptions = {}): Promise<CliEnd> {
  return endOf(startCli(project, argv, options));
}

/** What a started command line says until its end; -1 as code when a signal ended it. */
export async function endOf(child: ChildProcessWithoutNullStreams): Promise<CliEnd> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, stdout, stderr };
}
