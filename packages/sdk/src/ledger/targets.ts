import type { DeliveryKey, EpochMs, SubmissionId } from '../model/ids.ts';
import type { CircuitConfig } from '../model/protection.ts';
import type { PauseView } from './views.ts';

/** How targets are: those that rest, and those that have had enough for now. Outlives the process, so that runs share it. */
export interface TargetLedger {
  /** The targets that rest. Behind its end a pause lets one delivery at a time through, until one was taken. */
  pauses(): Promise<readonly PauseView[]>;
  /** When a target with a budget may take its next delivery; undefined when it may now. */
  nextStart(target: string, perMinute: number, now: EpochMs): Promise<EpochMs | undefined>;
  /** Counts something else that is asked of a target against its budget; false when there is nothing left of it. */
  takeStart(target: string, perMinute: number, now: EpochMs): Promise<boolean>;
  /** Notes what a look-up told of a target. */
  note(news: TargetNews, of: NewsOf): Promise<void>;
  /** Ends a pause, forgets what led to it, and makes due what waits for its next attempt. */
  resume(target: string, now: EpochMs): Promise<void>;
}

/**
 * What an attempt or a look-up told of its target. `well`: it took a delivery, or said what is wrong with it. `failed`: a technical
 * failure, which may be the submission's own. `pause`: it must not be asked again for now, at least not before `askedMs` are over.
 */
export type TargetNews =
  | { readonly kind: 'well' }
  | { readonly kind: 'failed'; readonly code: string; readonly circuit: CircuitConfig }
  | {
      readonly kind: 'pause';
      readonly code: string;
      readonly circuit: Omit<CircuitConfig, 'failures'>;
      readonly askedMs?: number | undefined;
    };

/** Which delivery the news come from. */
export interface NewsOf {
  readonly target: string;
  readonly submission: SubmissionId;
  readonly delivery: DeliveryKey;
  /** When the attempt began: what began before a pause does not end it. */
  readonly since: EpochMs;
  readonly now: EpochMs;
}
