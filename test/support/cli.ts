import { resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { type Deps, run } from '@amtsbote/cli';
import * as runtime from '@amtsbote/sdk/runtime';
import * as workbench from '@amtsbote/sdk/workbench';
import { importModule, type Project } from './project.ts';

/** What a command said and how it ended. */
export interface CliEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command in this process has of the outside world: the folder of a project, English, no terminal. */
export function cliDeps(project: Pick<Project, 'directory' | 'env'>, said: { stdout: string; stderr: string }): Deps {
  return {
    stdin: new PassThrough().end(),
    stdout: { write: (text) => (said.stdout += text), isTTY: false },
    stderr: { write: (text) => (said.stderr += text), isTTY: false },
    env: { LANG: 'en_US.UTF-8', TZ: 'Europe/Berlin', ...project.env },
    cwd: project.directory,
    now: Date.now,
    systemLocale: undefined,
    user: () => 'clerk',
    onInterrupt: () => () => undefined,
    exitNow: () => undefined,
    loadRuntime: async () => runtime,
    loadWorkbench: async () => workbench,
    importConnector: (name, directory) => importModule(name.startsWith('.') ? pathToFileURL(resolve(directory, name)).href : name),
  };
}

/** Runs a command in this process, in the folder of a project, in English and without a terminal. */
export async function runCli(project: Pick<Project, 'directory' | 'env'>, argv: readonly string[]): Promise<CliEnd> {
  const said = { stdout: '', stderr: '' };
  const code = await run(argv, cliDeps(project, said));
  return { code, ...said };
}
