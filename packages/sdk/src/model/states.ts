/** The states of a submission. ARCHITECTURE section 4. */
export const submissionStates = ['received', 'routed', 'case', 'rejected', 'accepted'] as const;
/** One of {@link submissionStates}. */
export type SubmissionState = (typeof submissionStates)[number];

/** The states of a delivery. The allowed changes between them are data: see `ledger/transitions.ts`. */
export const deliveryStates = ['ready', 'attempting', 'committing', 'unknown', 'delivered', 'rejected', 'case'] as const;
/** One of {@link deliveryStates}. */
export type DeliveryState = (typeof deliveryStates)[number];

/** How a target is reached: through its programming interface, or through its web UI. */
export type ChannelKind = 'api' | 'rpa';

/**
 * What a target can say of a record it holds, for the one who asked for it: it is there, somebody works on it, something is missing from the
 * citizen, it is done. The part of the status model of BundID (ZBP) that begins with the authority.
 */
export const recordStatuses = ['received', 'processing', 'action-required', 'completed'] as const;
/** One of {@link recordStatuses}. */
export type RecordStatus = (typeof recordStatuses)[number];

/** What a target says of a record now. */
export interface RecordState {
  readonly status: RecordStatus;
  /** Nothing further is to come. */
  readonly final: boolean;
}

/** What a portal is told. `stored` is not among them: letting go of the portal's copy is `Incoming.acknowledge`. */
export const reportKinds = ['accepted', 'rejected', 'status'] as const;
/** One of {@link reportKinds}. */
export type ReportKind = (typeof reportKinds)[number];
