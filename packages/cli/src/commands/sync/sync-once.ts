import { resolve } from 'node:path';
import type { Runtime, RuntimeOptions, SyncEvent, SyncOptions, SyncResult } from '@amtsbote/sdk/runtime';
import { type Context, withRuntime } from '../../context.ts';
import { type WrittenEvidence, writeEvidence } from '../../evidence-files.ts';
import { type ExitCode, exitCodeOfSync } from '../../exit-codes.ts';
import { documentLine } from '../../render/document.ts';
import type { SyncCommandOptions } from './handler.ts';
import { withoutKnown } from './without-known.ts';

/** What `sync` hands back. */
export interface Synced {
  readonly result: SyncResult;
  /** Submissions that a portal handed over again, and nothing else was done with. */
  readonly known: ReadonlySet<string>;
  readonly dryRun: boolean;
  /** Say only what needs attention. */
  readonly quiet?: boolean;
  /** Warnings of this run that a portal will reject something by itself. */
  readonly warnings?: number;
  /** With `--fail-on open`: all cases that wait in the ledger. */
  readonly openCases?: number | undefined;
  readonly exitCode: ExitCode;
  readonly evidence: WrittenEvidence | undefined;
  /** The last line of `--json`. */
  readonly summary: object;
}

/** How a run is stopped, and who looks on. */
export interface Looking {
  /** Aborted: the run finishes its current step. */
  readonly signal: AbortSignal;
  readonly tell?: (event: SyncEvent) => void;
  readonly watcher?: RuntimeOptions['watcher'];
}

/** One run; with `--json` each event is a line as it happens. */
export async function syncOnce(context: Context, options: SyncCommandOptions, { signal, tell, watcher }: Looking): Promise<Synced> {
  const { deps, view } = context;
  const seen = { again: new Set<string>(), worked: new Set<string>(), warnings: 0 };
  const onEvent = (event: SyncEvent): void => {
    tell?.(event);
    if (event.type === 'deadline') seen.warnings += 1;
    else if (event.type === 'duplicate') seen.again.add(event.submission);
    else if ('submission' in event) seen.worked.add(event.submission);
    if (context.options.json === true) deps.stdout.write(documentLine(eventLine(event, deps.now())));
  };
  const log = options.log === undefined ? undefined : resolve(deps.cwd, options.log);
  const use = async (runtime: Runtime): Promise<Pick<Synced, 'result' | 'openCases'>> => ({
    result: await runtime.sync(runtimeOptions(options, signal, onEvent)),
    openCases: options.failOn === 'open' ? (await runtime.status()).submissions.case : undefined,
  });
  const { result, openCases } = await withRuntime(context, use, { log, watcher });
  if (result.logLinesLost !== undefined) deps.stderr.write(`${view.t('sync.logIncomplete', { count: result.logLinesLost })}\n`);
  const evidence = await keepDryRunEvidence(result, options, deps.cwd);
  const known = new Set([...seen.again].filter((id) => !seen.worked.has(id)));
  const exitCode = exitCodeOfSync(withoutKnown(result, known), { failOn: options.failOn ?? 'rejected', openCases });
  const summary = summaryLine(result, { exitCode, evidence, openCases });
  return {
    result,
    known,
    dryRun: options.dryRun === true,
    quiet: isQuiet(context, options),
    warnings: seen.warnings,
    openCases,
    exitCode,
    evidence,
    summary,
  };
}

function runtimeOptions(options: SyncCommandOptions, signal: AbortSignal, onEvent: (event: SyncEvent) => void): SyncOptions {
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

function summaryLine(result: SyncResult, more: Pick<Synced, 'exitCode' | 'evidence' | 'openCases'>): object {
  const { dryRunEvidence: _bytes, ...rest } = result;
  return { schema: 'amtsbote.sync.summary/1', ...rest, ...more };
}

/** Cron sends what is said by mail: off a terminal only what needs a person is said. What a dry run shows was asked for. */
function isQuiet({ deps }: Context, { quiet, verbose, dryRun }: SyncCommandOptions): boolean {
  if (quiet === true || verbose === true) return quiet === true;
  return dryRun !== true && deps.stdout.isTTY !== true;
}

async function keepDryRunEvidence(result: SyncResult, { evidence }: SyncCommandOptions, cwd: string): Promise<WrittenEvidence | undefined> {
  return evidence === undefined ? undefined : await writeEvidence(result.dryRunEvidence, resolve(cwd, evidence));
}
