import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { run } from '@amtsbote/cli';
import * as recorder from '@amtsbote/sdk/recorder';
import * as runtime from '@amtsbote/sdk/runtime';
import * as workbench from '@amtsbote/sdk/workbench';
import type { Page } from 'playwright-core';
import type { CliEnd } from './cli.ts';
import { importModule } from './project.ts';

/** What a person at the recorder does in the window and at the terminal. */
export interface Person {
  readonly page: Page;
  readonly deliveryKey: string;
  /** Waits until the terminal says this since the last answer, types a line, and reads what comes next. */
  answer(question: string, line?: string): Promise<void>;
}

/** How a recording is tried. */
export interface RecordingTry {
  readonly directory: string;
  readonly argv: readonly string[];
  readonly headless: boolean;
  play(person: Person): Promise<void>;
}

/** Runs `amtsbote record …` on a terminal of a test, with a script in place of the person. */
export async function recordWith({ directory, argv, headless, play }: RecordingTry): Promise<CliEnd> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const said = { stdout: '', stderr: '', from: 0, ended: false };
  let heard: () => void = () => undefined;
  const opened = Promise.withResolvers<recorder.Recorder>();
  const openRecorder: typeof recorder.openRecorder = async (options) => {
    const own = await recorder.openRecorder({ ...options, headless });
    opened.resolve(own);
    return own;
  };
  const answer = async (question: string, line = ''): Promise<void> => {
    while (!said.stderr.slice(said.from).includes(question)) await new Promise<void>((next) => (heard = next));
    said.from = said.stderr.length;
    stdin.write(`${line}\n`);
    while (said.stderr.length === said.from && !said.ended) await new Promise<void>((next) => (heard = next));
  };
  const ending = run(['record', '--debug', ...argv], {
    stdin,
    stdout: { write: (text) => (said.stdout += text), isTTY: false },
    stderr: {
      write: (text) => {
        said.stderr += text;
        heard();
      },
      isTTY: false,
    },
    env: { LANG: 'en_US.UTF-8', DISPLAY: process.env['DISPLAY'] ?? 'none: the browser of the test has no window' },
    cwd: directory,
    now: Date.now,
    systemLocale: undefined,
    user: () => 'clerk',
    onInterrupt: () => () => undefined,
    exitNow: () => undefined,
    loadRuntime: async () => runtime,
    loadWorkbench: async () => workbench,
    loadRecorder: async () => ({ ...recorder, openRecorder }),
    importConnector: (name, from) => importModule(name.startsWith('.') ? pathToFileURL(resolve(from, name)).href : name),
  });
  const playing = opened.promise.then(({ page, deliveryKey }) => play({ page, deliveryKey, answer }));
  void ending.finally(() => {
    said.ended = true;
    heard();
  });
  try {
    await Promise.race([playing, ending]);
  } finally {
    stdin.end();
  }
  const code = await ending;
  return { code, stdout: said.stdout, stderr: said.stderr };
}
