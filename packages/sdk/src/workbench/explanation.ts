import type { MessageHeader } from '../message/profile/profile.ts';
import type { ExpandedName } from '../message/schema-model/schema-model.ts';
import type { MessageValidation } from '../message/validation/validation.ts';
import type { ValidatedStandard } from './validated-file.ts';

/** What a message is and what becomes of it. Holds values of a citizen only where they were asked for. */
export interface Explanation {
  readonly kind: 'xml' | 'json';
  readonly encoding: string;
  readonly bytes: number;
  readonly root: ExpandedName;
  /** Undefined when no profile knows it, or several claim it. */
  readonly standard?: ValidatedStandard | undefined;
  /** What the schema set says about messages of this root element. */
  readonly meaning?: string | undefined;
  /** As the profile reads it. */
  readonly header?: MessageHeader | undefined;
  /** What stands below the root element, in order; what repeats is one part. */
  readonly parts: readonly ExplainedPart[];
  /** Files that the message names; they travel beside it. */
  readonly announced: readonly AnnouncedFile[];
  /** Answers of the standard. */
  readonly answers: readonly ExplainedAnswer[];
  /** The schema sets that declare the root element. */
  readonly sets: readonly string[];
  readonly validation?: MessageValidation | undefined;
  /** What Amtsbote does with it, step by step, until one stops it. */
  readonly course: readonly CourseStep[];
  /** All values, where they were asked for. Citizens' data. */
  readonly values?: readonly ExplainedValue[] | undefined;
}

/** A part of a message: elements of one name directly below the root element, or the attributes of the root. */
export interface ExplainedPart {
  /** Without its prefix; `@` for the attributes of the root element. */
  readonly name: string;
  /** How often it stands there. */
  readonly times: number;
  /** Values in it and below it that are not blank. */
  readonly values: number;
  /** Line of its first value. */
  readonly line?: number | undefined;
  /** What the schema set says about it. */
  readonly meaning?: string | undefined;
  /** What stands directly below it, for a part that holds much. */
  readonly parts?: readonly ExplainedPart[] | undefined;
}

/** A file that a message names. */
export interface AnnouncedFile {
  /** Where the message names it. */
  readonly path: string;
  readonly line?: number | undefined;
}

/** An answer of the standard to this message. */
export interface ExplainedAnswer {
  /** Such as `1120`. */
  readonly type: string;
  /** The name of its root element; undefined when it cannot be made. */
  readonly name?: string | undefined;
  /** Why it cannot be made for this message. */
  readonly impossible?: string | undefined;
}

/** A step on the way of a message. */
export interface CourseStep {
  readonly step:
    | 'standard-known'
    | 'standard-unknown'
    | 'standard-ambiguous'
    | 'same-by-id'
    | 'same-by-content'
    | 'test-message'
    | 'no-project'
    | 'no-route'
    | 'one-route'
    | 'several-routes'
    | 'test-refused'
    | 'schema-valid'
    | 'schema-invalid'
    | 'schema-unchecked'
    | 'schema-unchecked-delivered'
    | 'mapped';
  /** Names of profiles, routes or targets that the step is about. */
  readonly names: readonly string[];
  /** Whether it becomes a case here. */
  readonly stops: boolean;
}

/** A value and where it stands. Citizens' data. */
export interface ExplainedValue {
  readonly path: string;
  readonly line?: number | undefined;
  readonly text: string;
}
