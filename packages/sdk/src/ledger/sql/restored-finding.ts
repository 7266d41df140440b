import type { Finding } from '../../model/finding.ts';

/** Why a delivery is looked up before anything is sent. */
export const restoredFinding: Finding = {
  code: 'AB_RESTORED',
  message: 'The ledger was restored from a backup; this may have been delivered after it was made',
};
