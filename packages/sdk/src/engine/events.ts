import type { Finding } from '../model/finding.ts';
import type { DeliveryKey, SubmissionId } from '../model/ids.ts';
import type { ChannelKind, DeliveryState, RecordState } from '../model/states.ts';

/** What happens during a run. Free of citizens' data, but for references. */
export type EngineEvent =
  | { readonly type: 'received'; readonly portal: string; readonly submission: SubmissionId }
  | { readonly type: 'duplicate'; readonly portal: string; readonly submission: SubmissionId }
  | { readonly type: 'case' | 'rejected'; readonly submission: SubmissionId; readonly findings: readonly Finding[] }
  | { readonly type: 'ready'; readonly submission: SubmissionId; readonly delivery: DeliveryKey; readonly route: string }
  | { readonly type: 'attempt'; readonly delivery: DeliveryKey; readonly number: number; readonly channel: ChannelKind }
  | OutcomeEvent
  | { readonly type: 'would-send'; readonly submission: SubmissionId; readonly delivery: DeliveryKey; readonly preview: string }
  | { readonly type: 'reported'; readonly submission: SubmissionId; readonly kind: string }
  | StatusEvent
  | DeadlineEvent
  | { readonly type: 'portal-failed'; readonly portal: string; readonly findings: readonly Finding[] }
  | TargetWaitsEvent
  | { readonly type: 'waiting'; readonly untilMs: number; readonly deliveries: number };

/** How an attempt or a look-up ended. */
export interface OutcomeEvent {
  readonly type: 'outcome';
  readonly submission: SubmissionId;
  readonly delivery: DeliveryKey;
  readonly state: DeliveryState;
  readonly channel?: ChannelKind | undefined;
  readonly reference?: string | undefined;
  readonly findings: readonly Finding[];
}

/** A target says something else of a record than before. */
export interface StatusEvent extends RecordState {
  readonly type: 'status';
  readonly submission: SubmissionId;
  readonly delivery: DeliveryKey;
}

/** A submission has waited so long that its portal will reject it by itself. Once per warning. */
export interface DeadlineEvent {
  readonly type: 'deadline';
  readonly submission: SubmissionId;
  readonly portal: string;
  /** When the portal rejects it, in milliseconds since 1970. */
  readonly answerBy: number;
  /** Which warning this is, counted from 1. */
  readonly warning: number;
}

/** A target takes none of the deliveries that are due: it rests, is closed, or its budget is used up for now. */
export interface TargetWaitsEvent {
  readonly type: 'target-waits';
  readonly target: string;
  readonly untilMs: number;
  /** The code of the failure, AB_TARGET_CLOSED or AB_TARGET_BUDGET. */
  readonly code: string;
  /** The operator's words for a maintenance window. */
  readonly why?: string | undefined;
}
