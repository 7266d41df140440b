import type { Logger } from '@amtsbote/sdk';
import { signAnswer } from '../answer/answer-token.ts';
import type { Destination } from '../destination.ts';
import type { Names } from '../names.ts';
import { Refusal } from '../service/failure.ts';
import type { SubmissionApi, SubmissionRef } from '../service/submission-api.ts';
import { toldError } from '../told-error.ts';

/** What the service is told with that a submission was passed on. */
export interface Forwarding {
  readonly api: Pick<SubmissionApi, 'postEvent'>;
  readonly names: Names;
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * Tells the service that a submission which it still lists is durable with us. It is asked of all that it lists, so that a crash in between
 * is made good by the next run; the event has an id that follows from the submission. A service that does not take it changes nothing else.
 */
export async function forward(ref: SubmissionRef, destination: Destination, { api, names, now, logger }: Forwarding): Promise<void> {
  try {
    const key = await destination.signingKey();
    const token = await signAnswer({ kind: 'forward-submission' }, { reportId: 'forward', handle: ref, names, key, now: now() });
    await api.postEvent(ref.matter, token);
  } catch (error) {
    // Answered or passed on already.
    if (error instanceof Refusal && error.status === 409) return;
    logger.warn('a submission could not be told as passed on', { submission: ref.submission, code: toldError(error).code });
  }
}
