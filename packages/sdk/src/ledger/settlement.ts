import type { DeliveryState, SubmissionState } from '../model/states.ts';

/**
 * What a submission is, given its deliveries: accepted when all are delivered, rejected when all are rejected, a case when
 * one is a case or when outcomes are mixed; until then `routed`. ARCHITECTURE section 4.
 */
export function settlementOf(deliveries: readonly DeliveryState[]): SubmissionState {
  if (deliveries.includes('case')) return 'case';
  if (deliveries.some((state) => state !== 'delivered' && state !== 'rejected')) return 'routed';
  if (deliveries.every((state) => state === 'delivered')) return 'accepted';
  if (deliveries.every((state) => state === 'rejected')) return 'rejected';
  return 'case';
}
