import type { Finding } from '../model/finding.ts';
import type { DeliveryState, SubmissionState } from '../model/states.ts';
import type { CaseAnswer } from './views.ts';

/** What a person may answer to a delivery. A record that is there twice is never sent a third time. */
export function answersToDelivery(state: DeliveryState, findings: readonly Finding[]): readonly CaseAnswer[] {
  if (state !== 'case') return [];
  if (findings.some((finding) => finding.code === 'AB_FOUND_TWICE')) return ['delivered'];
  return ['delivered', 'retry', 'reject'];
}

/** What a person may answer to a submission itself: only a case that has no delivery yet. */
export function answersToSubmission(state: SubmissionState, deliveries: number): readonly CaseAnswer[] {
  return state === 'case' && deliveries === 0 ? ['delivered', 'retry', 'reject'] : [];
}
