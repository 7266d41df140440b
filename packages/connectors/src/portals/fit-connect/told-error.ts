import { type AmtsboteError, Defect, isAmtsboteError, NotDelivered } from '@amtsbote/sdk';
import { findingOf, SubmissionFault } from './faults.ts';
import { Refusal } from './service/failure.ts';

/** An error as it may be told. A foreign one keeps its kind only: its words could be those of content. */
export function toldError(error: unknown): AmtsboteError {
  if (isAmtsboteError(error)) return error;
  if (error instanceof Refusal) return new NotDelivered('AB_PORTAL_UNREACHABLE', `The portal refuses a request: ${error.message}`);
  if (error instanceof SubmissionFault) return new NotDelivered(findingOf(error).code, findingOf(error).message);
  return new Defect('AB_DEFECT', `FIT-Connect failed (${error instanceof Error ? error.name : typeof error})`);
}
