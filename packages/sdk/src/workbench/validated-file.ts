import type { ExpandedName } from '../message/schema-model/schema-model.ts';
import type { MessageValidation } from '../message/validation/validation.ts';

/** A file and the verdict on the message in it. Holds nothing of its content. */
export interface ValidatedFile {
  /** As it was named, or found below a folder that was named. */
  readonly file: string;
  /** Of its bytes; lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Of the message; undefined when it could not be read. */
  readonly root?: ExpandedName | undefined;
  /** What it is, where a profile knows it. */
  readonly standard?: ValidatedStandard | undefined;
  /** Name of the schema set it was checked against; undefined when there was none. */
  readonly set?: string | undefined;
  readonly validation: MessageValidation;
}

/** Standard, version and type of a message. */
export interface ValidatedStandard {
  /** Name of the profile, such as `xbau`. */
  readonly profile: string;
  /** In clear text, such as `XBau`. */
  readonly title: string;
  readonly version?: string | undefined;
  readonly type?: string | undefined;
}
