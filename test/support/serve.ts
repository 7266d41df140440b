import { setTimeout as wait } from 'node:timers/promises';
import { type Deps, run } from '@amtsbote/cli';
import { type CliEnd, cliDeps } from './cli.ts';
import type { Project } from './project.ts';

/** `amtsbote serve` in this process. */
export interface ServiceRun {
  /** Where it listens. */
  readonly url: string;
  /** What it has said so far. */
  readonly said: { readonly stdout: string; readonly stderr: string };
  /** The lines of `--json` so far. */
  lines(): readonly Record<string, unknown>[];
  /** Resolves when so many runs have come to their end, well or not. */
  ran(runs: number): Promise<void>;
  /** As SIGTERM does. */
  interrupt(): void;
  readonly ended: Promise<CliEnd>;
}

/** Starts it at a free port, with `--json`; resolves when it listens. */
export async function startServe(
  project: Pick<Project, 'directory' | 'env'>,
  options: { readonly argv?: readonly string[]; readonly deps?: Partial<Deps> } = {},
): Promise<ServiceRun> {
  const said = { stdout: '', stderr: '' };
  let interrupt = (): void => undefined;
  const deps: Deps = {
    ...cliDeps(project, said),
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => undefined;
    },
    ...options.deps,
  };
  let isOver = false;
  const ended = run(['serve', '--json', '--port', '0', '--every', '3600', ...(options.argv ?? [])], deps).then((code) => {
    isOver = true;
    return { code, ...said };
  });
  const lines = (): readonly Record<string, unknown>[] =>
    said.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      if (isOver) throw new Error(`it has ended: ${said.stderr}${said.stdout}`);
      await wait(5);
    }
  };
  const listening = (): Record<string, unknown> | undefined => lines().find(({ type }) => type === 'listening');
  await until(() => listening() !== undefined);
  return {
    url: String(listening()?.['url']),
    said,
    lines,
    ran: (runs) => until(() => lines().filter(({ schema }) => isEnd(schema)).length >= runs),
    interrupt: () => interrupt(),
    ended,
  };
}

function isEnd(schema: unknown): boolean {
  return schema === 'amtsbote.sync.summary/1' || schema === 'amtsbote.error/1';
}
