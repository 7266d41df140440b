import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { exitCodes, type FailOn } from '../../exit-codes.ts';
import { startProgress } from './progress.ts';
import { type Synced, syncOnce } from './sync-once.ts';
import { startWatching } from './watching.ts';

/** The options of `amtsbote sync`. */
export interface SyncCommandOptions {
  readonly dryRun?: boolean;
  readonly limit?: number;
  readonly portal?: string;
  readonly route?: string;
  readonly wait?: boolean;
  readonly evidence?: string;
  readonly failOn?: FailOn;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly log?: string;
  readonly headed?: boolean;
  readonly slow?: number;
  readonly pauseBeforeCommit?: boolean;
  readonly step?: boolean;
}

/** Runs once; tells of events as they happen (`--json`: one line each). */
export async function sync(context: Context, options: SyncCommandOptions): Promise<Synced> {
  const { deps, view } = context;
  if (options.evidence !== undefined && options.dryRun !== true) throw new CliError(view.t('sync.evidenceNeedsDryRun'));
  if (options.quiet === true && options.verbose === true) throw new CliError(view.t('sync.quietOrVerbose'));
  const abort = new AbortController();
  const watching = await startWatching(context, options);
  const progress = await startProgress(context, watching);
  const stopListening = deps.onInterrupt(() => {
    if (abort.signal.aborted) deps.exitNow(exitCodes.interrupted);
    deps.stderr.write(`${view.t('sync.interrupting')}\n`);
    abort.abort();
  });
  try {
    return await syncOnce(context, options, { signal: abort.signal, tell: (event) => progress.tell(event), watcher: watching?.watcher });
  } finally {
    stopListening();
    watching?.end();
    progress.end();
  }
}
