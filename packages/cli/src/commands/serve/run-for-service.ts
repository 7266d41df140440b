import type { Context } from '../../context.ts';
import { exitCodeOfError, isAmtsboteError } from '../../exit-codes.ts';
import { syncOnce } from '../sync/sync-once.ts';
import type { RunEnd } from './run-loop.ts';
import type { ServiceVoice } from './service-voice.ts';

/** How the service runs. */
export interface ServiceRun {
  readonly voice: ServiceVoice;
  /** Aborted: the run finishes its current step. */
  readonly signal: AbortSignal;
  /** File for log lines. */
  readonly log?: string | undefined;
  /** Say everything. */
  readonly verbose?: boolean | undefined;
}

/** One run as `amtsbote sync --wait` does it, with the configuration as it is now. What goes wrong is said, and is its end. */
export async function runForService(context: Context, { voice, signal, log, verbose }: ServiceRun): Promise<RunEnd> {
  const { now } = context.deps;
  const startedAt = now();
  const options = { wait: true, quiet: verbose !== true, verbose: verbose === true, ...(log !== undefined && { log }) };
  try {
    const synced = await syncOnce(context, options, { signal });
    voice.ran(synced);
    return { startedAt, endedAt: now(), exitCode: synced.exitCode };
  } catch (error) {
    if (!signal.aborted) await voice.failed(error);
    const code = isAmtsboteError(error) ? error.code : 'AB_DEFECT';
    return { startedAt, endedAt: now(), exitCode: exitCodeOfError(error), code };
  }
}
