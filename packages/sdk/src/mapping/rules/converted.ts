import type { ErrorCode } from '../../errors/codes.ts';
import type { RecordValue } from '../../model/record.ts';

/** What a rule makes of a text: a value, or why it makes none. The reason never holds the text. */
export type Converted = { readonly value: RecordValue } | { readonly code: ErrorCode; readonly message: string };

/** A rule at work: pure, and total over all texts. */
export type Conversion = (text: string) => Converted;
