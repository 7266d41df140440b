import type { ErrorCode } from '../../errors/codes.ts';
import type { CodeLists } from '../../message/codelist/code-list.ts';
import type { ListReference } from '../../message/codelist/code-list-use.ts';
import type { RecordValue } from '../../model/record.ts';

/** What a rule makes of a text: a value, or why it makes none. */
export type Converted = Made | Refused;

/** A value, and the clear name of the code it was made of, where there is one. */
export interface Made {
  readonly value: RecordValue;
  readonly codeName?: string | undefined;
}

/** Why there is no value. The reason never holds the text. */
export interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
}

/** A rule at work: pure, and total over all texts. */
export type Conversion = (text: string, source?: ConversionSource) => Converted;

/** A rule at work that may also find that there is no value; total over all texts. */
export type Making = (text: string, source: ConversionSource) => Converted | undefined;

/** What a conversion may use besides the text. */
export interface ConversionSource {
  readonly codeLists: CodeLists | undefined;
  /** The code list that the message names beside the code; empty where it names none. */
  sentList(): ListReference;
}
