import type { Finding } from '../../model/finding.ts';
import type { EpochMs } from '../../model/ids.ts';
import type { Message } from '../message.ts';

/**
 * What is known of one standard: how its messages are recognised, where their header is, how they are answered. One folder and one
 * registration each; integrators add their own with `defineProfile`.
 */
export interface Profile {
  /** Such as `xbau`; mappings and configuration name it. */
  readonly name: string;
  /** In clear text, such as `XBau`. */
  readonly title: string;
  /** Profile that this one is a special case of: where both claim a message, this one has it. */
  readonly refines?: string | undefined;
  /** Whether a message is of this standard, and which version and type. Never depends on prefixes. Throws nothing. */
  detect(message: Message): MessageKind | undefined;
  /** What the header says; what it lacks is left out. Blank texts count as missing. Throws nothing. */
  header(message: Message): MessageHeader;
  /** The answers the standard has, by type, such as `1120`. */
  readonly answers?: Readonly<Record<string, AnswerBuilder>> | undefined;
}

/** Version and type of a message, as far as it tells. */
export interface MessageKind {
  /** Such as `2.6`. */
  readonly version?: string | undefined;
  /** Such as `0200`. */
  readonly type?: string | undefined;
}

/** The header of a message. Ids and authorities only; nothing about the citizen. */
export interface MessageHeader {
  /**
   * What makes this message the same as another: a message sent again keeps it, a corrected one has a new one. In lower case where
   * the standard compares so (UUIDs).
   */
  readonly messageId?: string | undefined;
  /** As written: time zones and fractions of seconds come in many forms. */
  readonly createdAt?: string | undefined;
  readonly reader?: Party | undefined;
  readonly author?: Party | undefined;
  /** Must not be processed in production. */
  readonly test: boolean;
  /** The portal's id of the matter (`referenzAntragsservice`), for order and correlation. */
  readonly matter?: string | undefined;
  /** The target's reference (Aktenzeichen), in messages about a known matter. */
  readonly reference?: string | undefined;
  /** Ids of messages this one refers to. */
  readonly refersTo: readonly string[];
  /** Product that wrote it, with its version. */
  readonly product?: string | undefined;
}

/** An authority or portal: its directory (such as `DVDV`), key (such as `bab:09123`) and name. */
export interface Party {
  readonly directory?: string | undefined;
  readonly key?: string | undefined;
  readonly name?: string | undefined;
}

/** Makes one kind of answer. Rejects with `NeedsPerson` (AB_ANSWER_IMPOSSIBLE), naming what the message or the request lacks. */
export type AnswerBuilder = (request: AnswerRequest) => Promise<AnswerDocument>;

export interface AnswerRequest {
  readonly original: Message;
  /** The bytes of the original as they came: a rejection sends them back. */
  readonly bytes?: Uint8Array | undefined;
  readonly header: MessageHeader;
  /** The UUID of the answer; the same at every repeat. */
  readonly id: string;
  readonly at: EpochMs;
  /** What the target calls the record. */
  readonly reference?: string | undefined;
  /** Why, for a rejection: with official codes. */
  readonly findings: readonly Finding[];
  /** What the configuration says about it, such as `status` for 1170. */
  readonly options: Readonly<Record<string, string>>;
}

/** An answer, written, not yet validated. */
export interface AnswerDocument {
  /** UTF-8, with XML declaration. */
  readonly xml: string;
}

/** A message whose standard is known. */
export interface IdentifiedMessage extends MessageKind {
  readonly profile: Profile;
}
