import type { PurgeResult, Runtime } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, withRuntime } from '../../context.ts';
import { ask } from '../../prompt.ts';
import { onScreen } from '../../render/plain.ts';
import { purgeText } from '../../render/purge.ts';

/** The options of `amtsbote purge`. */
export interface PurgeCommandOptions {
  readonly dryRun?: boolean;
  readonly before?: string;
  readonly route?: string;
  readonly submission?: string;
  readonly yes?: boolean;
}

/**
 * Deletes what is over. On a terminal it shows first what would go, and asks.
 *
 * @throws CliError when nobody can be asked and --yes is not given
 */
export async function purge(context: Context, options: PurgeCommandOptions): Promise<PurgeResult> {
  const { deps, view } = context;
  const wanted = { before: startOfDay(options.before, context), route: options.route, submission: options.submission, by: deps.user() };
  const canAsk = context.options.json !== true && deps.stdin.isTTY === true;
  if (options.dryRun !== true && options.yes !== true && !canAsk) {
    throw new CliError(view.t('purge.needsYes'), { hint: view.t('purge.needsYesHint') });
  }
  return await withRuntime(context, async (runtime) => {
    if (options.dryRun === true) return runtime.purge({ ...wanted, dryRun: true });
    if (options.yes === true) return runInterruptibly(context, runtime, wanted);
    const preview = await runtime.purge({ ...wanted, dryRun: true });
    if (preview.submissions === 0) return preview;
    deps.stderr.write(onScreen(`${purgeText(preview, view)}\n`));
    if ((await ask(deps, view.t('purge.ask'))) !== view.t('purge.yesWord')) throw new CliError(view.t('purge.notConfirmed'));
    return runInterruptibly(context, runtime, wanted);
  });
}

/** Ctrl-C ends it between two submissions; what is left goes with the next purge. */
async function runInterruptibly({ deps }: Context, runtime: Runtime, wanted: Parameters<Runtime['purge']>[0]): Promise<PurgeResult> {
  const abort = new AbortController();
  const stopListening = deps.onInterrupt(() => abort.abort());
  try {
    return await runtime.purge({ ...wanted, rebuild: true, signal: abort.signal });
  } finally {
    stopListening();
  }
}

/** The beginning of a day in the time zone of this machine. */
function startOfDay(day: string | undefined, { view }: Context): number | undefined {
  if (day === undefined) return undefined;
  const [year, month, date] = /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.split('-').map(Number) : [];
  const start = new Date(year ?? Number.NaN, (month ?? 0) - 1, date);
  if (start.getMonth() + 1 !== month || start.getDate() !== date) throw new CliError(view.t('purge.badDate'));
  return start.getTime();
}
