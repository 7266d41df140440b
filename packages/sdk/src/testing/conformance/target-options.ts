import type { OpenAttachment } from '../../model/attachment.ts';
import type { Clock } from '../../model/clock.ts';
import type { DeliveryKey } from '../../model/ids.ts';
import type { MappedRecord } from '../../model/record.ts';
import type { ChannelKind } from '../../model/states.ts';
import type { ChannelCapabilities } from '../../target/channel.ts';
import type { Target } from '../../target/define-target.ts';
import type { ConformanceServices } from './conformance-services.ts';

/** What `targetConformance` needs. One suite tries one channel with one record type. */
export interface TargetConformanceOptions {
  /** Opens the target as a new run would. Called several times in one case. */
  open(services: ConformanceServices): Promise<Target>;
  /** Which of its channels is tried. Default: the first that takes the record type. */
  readonly channel?: ChannelKind | undefined;
  readonly recordType: string;
  /** A record that the target takes. Give its fields values that occur nowhere else, five characters or more: they are looked for in logs. */
  readonly record: MappedRecord;
  /** Fields of the record that take any text of up to 40 characters. Default none; special characters cannot be tried then. */
  readonly textFields?: readonly string[] | undefined;
  /** Attachments of every attempt; the record names them (`a1`). Default none. */
  readonly attachments?: readonly OpenAttachment[] | undefined;
  /** The fields of {@link WitnessedRecord} that a record must have led to. Default: the record itself. */
  readonly saved?: ((record: MappedRecord) => Readonly<Record<string, unknown>>) | undefined;
  /** What the channel declares, as its users rely on it. The suite compares it with the channel, then tries it. */
  readonly declares: Pick<ChannelCapabilities, 'find' | 'idempotencyKey'>;
  readonly witness: TargetWitness;
  readonly inject?: TargetInjections | undefined;
  /** Time of waits and attempts. Default: that of the machine. */
  readonly clock?: Clock | undefined;
}

/**
 * Reads the target, never through the connector: its database, another interface, an endpoint for tests. So a connector
 * cannot vouch for itself.
 */
export interface TargetWitness {
  /** The records that carry a delivery key where a look-up would search for it. */
  records(key: DeliveryKey): Promise<readonly WitnessedRecord[]>;
  /** How many records of this type there are, whatever their delivery key. */
  count(): Promise<number>;
}

/** A record as the target holds it. */
export interface WitnessedRecord {
  /** What the target calls it. */
  readonly reference: string;
  /** Its fields, by the names that `saved` uses; further ones do no harm. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Its files, when the record has attachments. */
  readonly attachments?: readonly { readonly sha256: string }[] | undefined;
}

/**
 * Makes the target misbehave. Each acts on the next request that saves, once, and is optional: what is missing skips
 * the cases that need it.
 */
export interface TargetInjections {
  /** The connection is cut; nothing is saved. */
  readonly cutBeforeSaving?: (() => Promise<void>) | undefined;
  /** The record is saved, then the connection is cut without an answer. */
  readonly cutAfterSaving?: (() => Promise<void>) | undefined;
  /** The record is saved; the answer comes `ms` later. */
  readonly lateAnswer?: ((ms: number) => Promise<void>) | undefined;
  /** The target saves as late as it ever does, also when the sender has gone. Returns how late that is, in milliseconds. */
  readonly lateSaving?: (() => Promise<number>) | undefined;
  /** The target answers with a fault of its own (HTTP 500). */
  readonly serverError?: (() => Promise<void>) | undefined;
  /** Returns the record to be refused: one that breaks a rule of the target, or the same when the target will refuse anything. */
  readonly rejection?: ((record: MappedRecord) => Promise<MappedRecord>) | undefined;
  /** Ends the session or token that the channel holds. Called after a delivery in the same run. */
  readonly sessionExpired?: (() => Promise<void>) | undefined;
  /** Takes all of it back. Called before look-ups and after each case. */
  readonly clear?: (() => Promise<void>) | undefined;
}
