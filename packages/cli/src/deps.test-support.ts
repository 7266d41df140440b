import { PassThrough, Readable } from 'node:stream';
import type { Deps, Environment, Input } from './deps.ts';
import { processDeps } from './process-deps.ts';
import { run } from './run.ts';

/** What a command said and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of standard output as JSON. */
  readonly json: () => readonly Record<string, unknown>[];
}

/** What a test brings of the outside world. */
export interface World {
  readonly cwd?: string;
  readonly env?: Environment;
  /** Text on standard input, which is no terminal. */
  readonly stdin?: string;
  /** Standard input is a terminal, and a person types these lines, one per question. */
  readonly typed?: readonly string[];
  readonly deps?: Partial<Deps>;
}

const real = processDeps();

/** Runs a command with streams of its own and an environment without the machine's settings. */
export async function runCli(argv: readonly string[], world: World = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const { stdin, asked } = input(world);
  const code = await run(argv, {
    ...real,
    stdin,
    stdout: { write: (text) => (stdout += text), isTTY: false },
    stderr: {
      write: (text) => {
        stderr += text;
        if (text.endsWith(': ')) asked();
      },
      isTTY: false,
    },
    env: {
      LANG: 'en_US.UTF-8',
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TZ: 'Europe/Berlin',
      ...world.env,
    },
    cwd: world.cwd ?? process.cwd(),
    user: () => 'clerk',
    onInterrupt: () => () => undefined,
    exitNow: () => undefined,
    ...world.deps,
  });
  return {
    code,
    stdout,
    stderr,
    json: () =>
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

function input({ stdin, typed }: World): { readonly stdin: Input; readonly asked: () => void } {
  if (typed === undefined) {
    return { stdin: Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]), asked: () => undefined };
  }
  const keyboard = new PassThrough();
  const lines = [...typed];
  return {
    stdin: Object.assign(keyboard, { isTTY: true }),
    asked: () => void setImmediate(() => keyboard.write(`${lines.shift() ?? ''}\n`)),
  };
}
