import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Incoming, IncomingFile, LogFields, Portal } from '@amtsbote/sdk';
import { onTestFinished } from 'vitest';
import { connector } from './index.ts';

/** A hot folder of one test, removed with it. */
export interface TestFolder {
  readonly base: string;
  readonly inbox: string;
  readonly portal: Portal;
  /** What was logged, as text. */
  readonly log: string[];
  /** How often and how long the portal slept. */
  readonly slept: number[];
  /** Takes everything there is, without acknowledging. */
  receive(): Promise<Incoming[]>;
}

/** What a test changes. */
export interface TestFolderOptions {
  readonly options?: object;
  /** Runs while the portal sleeps. */
  readonly whileAsleep?: (() => Promise<void>) | undefined;
  /** Our clock, behind or ahead of the files'. Default 0. */
  readonly clockOffsetMs?: number;
}

/** Makes a hot folder that takes everything at once. */
export async function testFolder({ options, whileAsleep, clockOffsetMs = 0 }: TestFolderOptions = {}): Promise<TestFolder> {
  const base = await mkdtemp(join(tmpdir(), 'amtsbote-folder-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const inbox = join(base, 'eingang');
  await mkdir(inbox);
  const log: string[] = [];
  const slept: number[] = [];
  const note = (event: string, fields?: LogFields): void => void log.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const portal = connector.open({
    options: connector.options.parse({ settleMs: 0, ...options }),
    name: 'postfach',
    baseDirectory: base,
    secrets: { get: async () => 'unused' },
    clock: {
      now: () => Date.now() + clockOffsetMs,
      sleep: async (ms) => {
        slept.push(ms);
        await whileAsleep?.();
      },
    },
    random: Math.random,
    logger: { debug: note, info: note, warn: note },
    resources: { shared: async (_, create) => (await create()).value },
    boundary: () => undefined,
  });
  const receive = async (): Promise<Incoming[]> => {
    const all: Incoming[] = [];
    for await (const submission of portal.receive(new AbortController().signal)) all.push(submission);
    return all;
  };
  return { base, inbox, portal, log, slept, receive };
}

/** The content of a file of a submission. */
export async function contentOf(file: IncomingFile | undefined): Promise<Buffer> {
  if (file === undefined) throw new Error('no file');
  return Buffer.concat(await file.open().toArray());
}
