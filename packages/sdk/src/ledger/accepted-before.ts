import type { Finding } from '../model/finding.ts';

/** What was found too late to be told as a rejection. */
export const acceptedBefore: Finding = {
  code: 'AB_ACCEPTED_BEFORE',
  message: 'The portal was told "accepted" when the submission was stored; it can no longer be told a rejection',
  hint: 'Tell the applicant in another way, then answer the case.',
};
