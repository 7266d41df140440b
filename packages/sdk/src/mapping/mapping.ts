import type { AttachmentInfo } from '../model/attachment.ts';
import type { Finding } from '../model/finding.ts';
import type { MappedRecord, RecordValue } from '../model/record.ts';
import type { CodeLists } from '../message/codelist/code-list.ts';
import type { Message, MessageNode } from '../message/message.ts';
import type { MappingOutline } from './mapping-outline.ts';

/** From a message to a record, by the rules of one file. Compiled once, used for any number of messages. */
export interface Mapping {
  /** The file it was read from, as named by the caller. */
  readonly file: string;
  readonly selector: MappingSelector;
  /** The type of record it makes, such as `dog-registration`. */
  readonly recordType: string;
  /** SHA-256 (hex) of the file's text, and of those it includes. */
  readonly version: string;
  /** All paths, fields and names of the mapping as data. */
  readonly outline: MappingOutline;
  /**
   * Whether it is meant for this message: everything its `message:` says holds. A mapping that names a profile is for identified
   * messages only. Throws like {@link Message.test}.
   */
  matches(message: Message, identified?: MessageIdentity): boolean;
  /**
   * Makes the record, or says everything that stands against it: each finding with the field, the rule, the path and the line,
   * none with a value. Changes nothing and throws only on defects.
   */
  apply(message: Message, attachments: readonly AttachmentInfo[], context?: MappingContext): MappingResult;
}

/** What is known of a message's standard: the profile's name, and version and type as far as the message tells. */
export interface MessageIdentity {
  readonly profile: string;
  readonly version?: string | undefined;
  readonly type?: string | undefined;
}

/** What a mapping may use besides the message. */
export interface MappingContext {
  /** The day of processing, `yyyy-MM-dd`, for rules that hold from or until a day; asked only by such. Default: today in Germany. */
  readonly today?: string | (() => string) | undefined;
  /** Constants of the route, by name. */
  readonly constants?: Readonly<Record<string, string>> | undefined;
  /** The code lists at hand. Default: none. */
  readonly codeLists?: CodeLists | undefined;
  /** Told what is read, for previews and coverage. */
  readonly trace?: MappingTrace | undefined;
}

/** Told of everything a mapping looks at while it is applied. Nodes are those of the message at hand. */
export interface MappingTrace {
  /**
   * A field got its value, or none; `nodes` are where it comes from, none for constants. Records and lists are told by the fields in
   * them; by themselves only when they have none.
   */
  field(entry: TracedField): void;
  /** Nodes were looked at for a condition or a check. */
  read(nodes: readonly MessageNode[], rule: RuleReference): void;
  /** Nodes are knowingly not read; with everything below them. */
  ignored(nodes: readonly MessageNode[], rule: RuleReference): void;
}

/** A field as it was made. Holds citizens' data: show, never log. */
export interface TracedField {
  /** Such as `keeper.familyName` or `activities[0].text`. */
  readonly field: string;
  readonly value: RecordValue | undefined;
  readonly nodes: readonly MessageNode[];
  readonly rule: RuleReference;
  /** The name of the code in its list, where a code list was used. */
  readonly codeName?: string | undefined;
}

/** A rule of a mapping: where it stands, and what kind it is, such as `codes` or `date`. */
export interface RuleReference {
  readonly file: string;
  readonly line?: number | undefined;
  readonly kind: string;
}

/** Which messages a mapping is for: what is there must hold. There is a root or a profile, or both. */
export interface MappingSelector {
  /** Local name of the root element; `json` for JSON messages. */
  readonly root?: string | undefined;
  /** Namespaces the root may have, one per version; the empty text for none. There when `root` is. */
  readonly namespaces?: readonly string[] | undefined;
  /** Name of a profile, such as `xbau`. */
  readonly profile?: string | undefined;
  /** Versions of the standard; left out for all. */
  readonly versions?: readonly string[] | undefined;
  /** Type of the message, such as `0200`. */
  readonly type?: string | undefined;
  /** A condition, as XPath. */
  readonly where?: string | undefined;
}

/** `reject` when a check with `else: reject` failed, `case` for all else that stands against the record. */
export type MappingResult =
  | {
      readonly outcome: 'mapped';
      readonly record: MappedRecord;
      /** What the target calls attachments, by `ref`, for those whose rule says `as`; left out when there are none. */
      readonly attachmentNames?: Readonly<Record<string, string>>;
    }
  | { readonly outcome: 'case' | 'reject'; readonly findings: readonly Finding[] };
