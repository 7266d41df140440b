import { type Boundary, NeedsPerson, type PortalEvidence } from '@amtsbote/sdk';
import { parseSet } from '../events/set-token.ts';
import { type EventKeys, type SetExpectations, type VerifiedSet, verifySet } from '../events/verify-set.ts';
import { answerEvidence, publicHalfOf } from '../evidence/answer-evidence.ts';
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
 * Tells the portal the outcome, and hands back the event as the portal has it. May be repeated: when the portal no longer takes the event, its
 * log says whether ours is there already. Each signing of an event makes another text: then the one of the log is the one that was told.
 *
 * @throws NeedsPerson AB_REPORT_REFUSED when the submission was answered otherwise, or the event is not taken
 */
export async function sendAnswer(answer: Answer, sending: AnswerSending): Promise<PortalEvidence> {
  const { api, handle, boundary, key } = sending;
  const token = await signAnswer(answer, sending);
  boundary('fit-connect:answer-signed');
  try {
    await api.postEvent(handle.matter, token);
    boundary('fit-connect:answer-posted');
    return answerEvidence(token, publicHalfOf(key));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status !== 409 && error.status !== 422) throw refused(error.message);
    const told = await ownAnswer(answer, sending);
    if (told !== undefined) return answerEvidence(told.text, told.key);
    throw error.status === 409 ? refused('it was answered otherwise, or by itself') : refused(`the event is not taken, ${error.message}`);
  }
}

/** This answer of ours as the log has it: by this event, or by an earlier one, as after a ledger was restored from a backup. */
async function ownAnswer({ kind }: Answer, sending: AnswerSending): Promise<VerifiedSet | undefined> {
  for (const text of await sending.api.eventLog(sending.handle.matter)) {
    const told = await ownEvent(text, sending);
    if (told?.kind === kind) return told;
  }
  return undefined;
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
