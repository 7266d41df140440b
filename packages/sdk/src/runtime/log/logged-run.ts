import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import type { Logger } from '../../model/logger.ts';
import type { SyncEvent, SyncOptions, SyncResult } from '../runtime.ts';
import type { CountingLogger } from './file-logger.ts';
import { logOfEvent } from './log-of-event.ts';

/** Runs with every event in the log, between a line for the beginning and one for the end. */
export async function loggedRun(
  logger: Logger,
  options: SyncOptions,
  run: (options: SyncOptions) => Promise<SyncResult>,
): Promise<SyncResult> {
  const onEvent = (event: SyncEvent): void => {
    const { level, event: phrase, fields } = logOfEvent(event);
    logger[level](phrase, fields);
    options.onEvent?.(event);
  };
  logger.info(options.dryRun === true ? 'dry run begins' : 'run begins', { run: process.pid });
  try {
    const result = await run({ ...options, onEvent });
    const { received, duplicates, startedAt, endedAt, checkpoint } = result;
    const states = result.submissions.map(({ state }) => state);
    const cases = states.filter((state) => state === 'case').length;
    const rejected = states.filter((state) => state === 'rejected').length;
    logger.info(result.interrupted ? 'run interrupted' : 'run ends', {
      run: process.pid,
      received,
      duplicates,
      cases,
      rejected,
      ms: endedAt - startedAt,
      checkpoint: checkpoint && `${checkpoint.number}:${checkpoint.hash}`,
    });
    const { lost = 0 } = logger as Partial<CountingLogger>;
    return lost === 0 ? result : { ...result, logLinesLost: lost };
  } catch (error) {
    logger.warn('run stopped', { run: process.pid, code: isAmtsboteError(error) ? error.code : 'AB_DEFECT' });
    throw error;
  }
}
