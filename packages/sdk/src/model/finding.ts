import type { ErrorCode } from '../errors/codes.ts';

/**
 * One thing we found wrong, ready to be shown: a code, what happened, where, and what to do.
 *
 * Never holds a value of a citizen's data: it names fields, paths, lines and codes only.
 */
export interface Finding {
  /** Our code, stable over releases. */
  readonly code: ErrorCode;
  /** What happened, in one English sentence. */
  readonly message: string;
  /** Where it was found. */
  readonly where?: Place | undefined;
  /** What a person can do about it. */
  readonly hint?: string | undefined;
  /** The code of the standard, for the portal: such as `X001` of xbau-fehlerkennzahlen. */
  readonly officialCode?: string | undefined;
}

/** A place in a file or message. Lines and columns count from 1. */
export interface Place {
  /** A file of the operator (mapping, configuration), never the name of a citizen's attachment. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** A field of a record or of the configuration, such as `keeper.familyName`. */
  readonly field?: string | undefined;
  /** A path in the message, such as `/f:G99000001/f:F60000227`. */
  readonly path?: string | undefined;
  /** The rule of a mapping that was at work, as `FILE:LINE`; `line` is then that of the message. */
  readonly rule?: string | undefined;
}
