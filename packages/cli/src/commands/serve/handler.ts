import type { ServeConfig } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { findConfigFile } from '../../config-file.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { Service } from './service.ts';

/** The options of `amtsbote serve`. */
export interface ServeCommandOptions {
  /** Overrides `serve.listen` of the configuration. */
  readonly port?: number;
  /** Seconds; overrides `serve.every` of the configuration. */
  readonly every?: number;
  readonly log?: string;
  readonly verbose?: boolean;
}

/**
 * Runs at once, then on a schedule and whenever a portal calls, until it is told to stop: then it finishes the delivery at hand. Returns
 * `interrupted` when that ended a run before its time.
 *
 * @throws ConfigurationFault AB_CONFIG_NOT_FOUND | AB_CONFIG_INVALID before anything is begun
 */
export async function serve(context: Context, { port, every, log, verbose }: ServeCommandOptions): Promise<ExitCode> {
  const { deps, view, options } = context;
  const { loadConfig } = await deps.loadRuntime();
  const { serve: configured } = await loadConfig(findConfigFile(deps.cwd, options.config, view.t));
  const settings: ServeConfig = {
    ...configured,
    ...(port !== undefined && { port }),
    ...(every !== undefined && { everyMs: every * 1000 }),
  };
  const stop = new AbortController();
  const stopListening = deps.onInterrupt(() => {
    if (stop.signal.aborted) deps.exitNow(exitCodes.interrupted);
    deps.stderr.write(`${view.t('serve.stopping')}\n`);
    stop.abort();
  });
  try {
    const { isInterrupted } = await new Service(context, { settings, log, verbose }).until(stop.signal);
    return isInterrupted ? exitCodes.interrupted : exitCodes.ok;
  } catch (error) {
    throw explained(error, settings, context);
  } finally {
    stopListening();
  }
}

/** What keeps it from listening lies in the configuration, not in the program. */
function explained(error: unknown, { host, port }: ServeConfig, { view }: Context): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const address = `${host}:${port}`;
  if (code === 'EADDRINUSE') return new CliError(view.t('serve.portTaken', { address }), { hint: view.t('serve.portTakenHint') });
  if (['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EPERM'].includes(code)) return new CliError(view.t('serve.cannotListen', { address }));
  if (code === 'ENOENT' || code === 'EISDIR' || code.startsWith('ERR_OSSL') || code.startsWith('ERR_TLS')) {
    return new CliError(view.t('serve.certificateUnusable'), { hint: view.t('serve.certificateUnusableHint') });
  }
  return error;
}
