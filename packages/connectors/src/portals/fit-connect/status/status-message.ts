import type { RecordStatus, Report } from '@amtsbote/sdk';
import type { StatusOptions } from '../options.ts';

/** A status of the status monitor of BundID (`status_v6`). */
export interface StatusMessage {
  readonly applicationId: string;
  readonly status: 'RECEIVED' | 'PROCESSING' | 'ACTION_REQUIRED' | 'COMPLETED';
  readonly publicServiceName: { readonly de: string };
  readonly senderName: string;
  /** ISO 8601. */
  readonly createdDate: string;
  readonly statusDetails: { readonly de: string };
  readonly reference?: string;
}

/** The states of records in the words of the status monitor, and for the citizen. */
export const stateWords: Readonly<Record<RecordStatus, readonly [StatusMessage['status'], details: string]>> = {
  received: ['RECEIVED', 'Eingegangen'],
  processing: ['PROCESSING', 'In Bearbeitung'],
  'action-required': ['ACTION_REQUIRED', 'Ihre Mitwirkung ist erforderlich'],
  completed: ['COMPLETED', 'Abgeschlossen'],
};

const longestReference = 50;

/** A report of the state of a record as a status of the application; undefined when there is nothing to tell. The same report, the same message. */
export function statusMessage(
  { state, at, references }: Pick<Report, 'state' | 'at' | 'references'>,
  applicationId: string | undefined,
  options: Pick<StatusOptions, 'publicServiceName' | 'senderName'>,
): StatusMessage | undefined {
  if (state === undefined || applicationId === undefined) return undefined;
  const [status, details] = stateWords[state.status];
  const [reference] = references;
  return {
    applicationId,
    status,
    publicServiceName: { de: options.publicServiceName },
    senderName: options.senderName,
    createdDate: new Date(at).toISOString(),
    statusDetails: { de: details },
    ...(reference !== undefined && reference.length <= longestReference && { reference }),
  };
}
