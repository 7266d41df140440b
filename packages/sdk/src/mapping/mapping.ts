import type { AttachmentInfo } from '../model/attachment.ts';
import type { Finding } from '../model/finding.ts';
import type { MappedRecord } from '../model/record.ts';
import type { Message, MessageRoot } from '../message/message.ts';

/** From a message to a record, by the rules of one file. Compiled once, used for any number of messages. */
export interface Mapping {
  /** The file it was read from, as named by the caller. */
  readonly file: string;
  readonly selector: MappingSelector;
  /** The type of record it makes, such as `dog-registration`. */
  readonly recordType: string;
  /** SHA-256 (hex) of the file's text. */
  readonly version: string;
  /** Whether it is meant for messages with this root element. */
  matches(root: Pick<MessageRoot, 'namespace' | 'localName'>): boolean;
  /**
   * Makes the record, or says everything that stands against it: each finding with the field, the path and the line,
   * none with a value. Changes nothing and throws only on defects.
   */
  apply(message: Message, attachments: readonly AttachmentInfo[]): MappingResult;
}

/** Which messages a mapping is for. */
export interface MappingSelector {
  /** Local name of the root element; `json` for JSON messages. */
  readonly root: string;
  /** Namespaces it may have, one per version; the empty text for none. */
  readonly namespaces: readonly string[];
}

/** `reject` when a check with `else: reject` failed, `case` for all else that stands against the record. */
export type MappingResult =
  | { readonly outcome: 'mapped'; readonly record: MappedRecord }
  | { readonly outcome: 'case' | 'reject'; readonly findings: readonly Finding[] };
