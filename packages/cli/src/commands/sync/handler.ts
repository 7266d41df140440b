import { resolve } from 'node:path';
import type { SyncEvent, SyncOptions, SyncResult } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, withRuntime } from '../../context.ts';
import { type WrittenEvidence, writeEvidence } from '../../evidence-files.ts';
import { type ExitCode, exitCodeOfSync, exitCodes } from '../../exit-codes.ts';
import { startProgress } from './progress.ts';

/** The options of `amtsbote sync`. */
export interface SyncCommandOptions {
  readonly dryRun?: boolean;
  readonly limit?: number;
  readonly portal?: string;
  readonly route?: string;
  readonly wait?: boolean;
  readonly evidence?: string;
}

/** What `sync` hands back. */
export interface Synced {
  readonly result: SyncResult;
  readonly dryRun: boolean;
  readonly exitCode: ExitCode;
  readonly evidence: WrittenEvidence | undefined;
  /** The last line of `--json`. */
  readonly summary: object;
}

/** Runs once; tells of events as they happen (`--json`: one line each). */
export async function sync(context: Context, options: SyncCommandOptions): Promise<Synced> {
  const { deps, view } = context;
  if (options.evidence !== undefined && options.dryRun !== true)
    throw new CliError(view.t('sync.evidenceNeedsDryRun'));
  const abort = new AbortController();
  const progress = await startProgress(context);
  const stopListening = deps.onInterrupt(() => {
    if (abort.signal.aborted) deps.exitNow(exitCodes.interrupted);
    deps.stderr.write(`${view.t('sync.interrupting')}\n`);
    abort.abort();
  });
  try {
    const onEvent = (event: SyncEvent): void => {
      progress.tell(event);
      if (context.options.json === true)
        deps.stdout.write(`${JSON.stringify(eventLine(event, deps.now()))}\n`);
    };
    const result = await withRuntime(context, (runtime) =>
      runtime.sync(runtimeOptions(options, abort.signal, onEvent)),
    );
    const evidence = await keepDryRunEvidence(result, options, deps.cwd);
    const exitCode = exitCodeOfSync(result);
    return {
      result,
      dryRun: options.dryRun === true,
      exitCode,
      evidence,
      summary: summaryLine(result, exitCode, evidence),
    };
  } finally {
    stopListening();
    progress.end();
  }
}

function runtimeOptions(
  options: SyncCommandOptions,
  signal: AbortSignal,
  onEvent: (event: SyncEvent) => void,
): SyncOptions {
  const { dryRun, limit, portal, route, wait } = options;
  return {
    signal,
    onEvent,
    ...(dryRun !== undefined && { dryRun }),
    ...(limit !== undefined && { limit }),
    ...(portal !== undefined && { portal }),
    ...(route !== undefined && { route }),
    ...(wait !== undefined && { wait }),
  };
}

function eventLine(event: SyncEvent, at: number): object {
  return { schema: 'amtsbote.sync.event/1', at, ...event };
}

function summaryLine(result: SyncResult, exitCode: ExitCode, evidence: WrittenEvidence | undefined): object {
  const { dryRunEvidence: _bytes, ...rest } = result;
  return { schema: 'amtsbote.sync.summary/1', ...rest, evidence, exitCode };
}

async function keepDryRunEvidence(
  result: SyncResult,
  { evidence }: SyncCommandOptions,
  cwd: string,
): Promise<WrittenEvidence | undefined> {
  return evidence === undefined
    ? undefined
    : await writeEvidence(result.dryRunEvidence, resolve(cwd, evidence));
}
