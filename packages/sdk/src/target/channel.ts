import type { CheckResult } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { MappedRecord } from '../model/record.ts';
import type { ChannelKind, RecordState } from '../model/states.ts';
import type { Attempt, Delivered } from './attempt.ts';

/** What a channel promises. The conformance suite proves it with kills. */
export interface ChannelCapabilities {
  /**
   * `authoritative`: "not found" means it is not there, once `visibilityLagMs` has passed.
   * `hint`: a hit is a hit, but no hit proves nothing. `none`: cannot look up.
   */
  readonly find: 'authoritative' | 'hint' | 'none';
  /** True when the target itself refuses a second record for the same delivery key. */
  readonly idempotencyKey: boolean;
  /** How long after our death a request may still take effect. */
  readonly maxInFlightMs: number;
  /** How late a search shows a new record. */
  readonly visibilityLagMs: number;
}

/** A record that the target holds. */
export interface DeliveredRecord {
  /** What the target calls it. */
  readonly reference: string;
  readonly key: DeliveryKey;
}

/** A record that was found, with what it is to hold. */
export interface FoundRecord extends DeliveredRecord {
  readonly record: MappedRecord;
}

/** How far a record is that is entered by several acts, as the saved record shows it. */
export type RecordProgress =
  | { readonly stands: 'complete' | 'begun' }
  /** Neither can be told: a person looks. The finding says what the record shows, without values. */
  | { readonly stands: 'unclear'; readonly finding: Finding };

/** One way into one target. */
export interface Channel {
  readonly kind: ChannelKind;
  readonly capabilities: ChannelCapabilities;
  /** The record types it takes; undefined means all of its target. */
  readonly records?: readonly string[] | undefined;
  /**
   * Enters one record. Calls the commit point exactly once, or once for each of several ordered acts; goes on with `attempt.begun` where
   * there is one.
   *
   * @throws the families of `errors/families.ts`; anything else counts as a Defect before the commit point, and as
   * OutcomeUnknown after it
   */
  deliver(recordType: string, record: MappedRecord, attempt: Attempt): Promise<Delivered>;
  /** Looks the record up by delivery key and returns the references found. Reads only. */
  find?(recordType: string, key: DeliveryKey, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * For records that are entered by several acts: how far the one is that was found. With it a record that was found counts as delivered
   * only when it is complete; one that was begun is continued by the next attempt. Reads only.
   */
  progress?(recordType: string, found: FoundRecord, signal: AbortSignal): Promise<RecordProgress>;
  /**
   * What the target says of a record now; undefined when it says nothing of such records, and then is not asked again. Reads only. A
   * state without a meaning of ours is `NeedsPerson` (AB_STATUS_UNKNOWN): it is never guessed, and never handed on as text.
   */
  status?(recordType: string, record: DeliveredRecord, signal: AbortSignal): Promise<RecordState | undefined>;
  /** Looks, without entering anything, whether the channel could be used now. */
  check(signal: AbortSignal): Promise<readonly CheckResult[]>;
}
