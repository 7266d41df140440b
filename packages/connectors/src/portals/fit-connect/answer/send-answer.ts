import { type Boundary, NeedsPerson } from '@amtsbote/sdk';
import { parseSet } from '../events/set-token.ts';
import { type EventKeys, type SetExpectations, type VerifiedSet, verifySet } from '../events/verify-set.ts';
import { SubmissionFault } from '../faults.ts';
import { Refusal } from '../service/failure.ts';
import type { SubmissionApi } from '../service/submission-api.ts';
import { type Answer, type AnswerOptions, signAnswer } from './answer-token.ts';

/** How an answer is sent. */
export interface AnswerSending extends AnswerOptions {
  readonly api: Pick<SubmissionApi, 'postEvent' | 'eventLog'>;
  readonly keys: EventKeys;
  readonly expected: SetExpectations;
  readonly boundary: Boundary;
}

/**
 * Tells the portal the outcome. May be repeated: when the portal no longer takes the event, its log says whether ours is there already.
 *
 * @throws NeedsPerson AB_REPORT_REFUSED when the submission was answered otherwise, or the event is not taken
 */
export async function sendAnswer(answer: Answer, sending: AnswerSending): Promise<void> {
  const { api, handle, boundary } = sending;
  const token = await signAnswer(answer, sending);
  boundary('fit-connect:answer-signed');
  try {
    await api.postEvent(handle.matter, token);
    boundary('fit-connect:answer-posted');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status !== 409 && error.status !== 422) throw refused(error.message);
    if (await wasTold(answer, sending)) return;
    throw error.status === 409 ? refused('it was answered otherwise, or by itself') : refused(`the event is not taken, ${error.message}`);
  }
}

/** Whether the log has this answer of ours: by this event, or by an earlier one, as after a ledger was restored from a backup. */
async function wasTold({ kind }: Answer, sending: AnswerSending): Promise<boolean> {
  for (const text of await sending.api.eventLog(sending.handle.matter)) {
    const told = await ownEvent(text, sending);
    if (told?.kind === kind) return true;
  }
  return false;
}

/** An event of our destination about the submission; undefined for any other, and for one that cannot be verified. */
async function ownEvent(text: string, { keys, expected }: AnswerSending): Promise<VerifiedSet | undefined> {
  try {
    const event = await verifySet(parseSet(text), keys, expected);
    return event.author === 'destination' ? event : undefined;
  } catch (error) {
    if (error instanceof SubmissionFault) return undefined;
    throw error;
  }
}

function refused(why: string): NeedsPerson {
  return new NeedsPerson('AB_REPORT_REFUSED', `The answer to a submission is not taken: ${why}`);
}
