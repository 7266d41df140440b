/** A code list as a schema fixes it or a message names it; an empty text counts as absent. */
export interface ListReference {
  readonly uri?: string | undefined;
  readonly version?: string | undefined;
}

/** Which list a code is from. */
export interface CodeListUse {
  /**
   * How the schema uses the list. 1: list and version are fixed in the schema, the message may name neither (XÖV tells type 2,
   * a fixed list that is published apart, from 1 only in words). 3: the list is fixed, the version stands in the message.
   * 4: both stand in the message, so that two senders may use different lists for the same element.
   */
  readonly type: 1 | 3 | 4;
  /** Undefined when a list of type 4 is not named: there is nothing to check against. */
  readonly uri?: string | undefined;
  /** Undefined when the version of a list of type 3 or 4 is not named. */
  readonly version?: string | undefined;
  /** The message names another list or version than the schema fixes; the schema's one counts. */
  readonly contradicts: boolean;
}

/**
 * Which list a code is from, by what the schema fixes (`fixed` of `listURI` and `listVersionID`) and what the message says.
 * Empty attributes pass every schema, so they say nothing.
 */
export function codeListUse(fixed: ListReference, sent: ListReference): CodeListUse {
  const uri = fixed.uri || sent.uri || undefined;
  const version = fixed.version || sent.version || undefined;
  return { type: usageType(fixed), uri, version, contradicts: differs(fixed.uri, sent.uri) || differs(fixed.version, sent.version) };
}

function usageType(fixed: ListReference): 1 | 3 | 4 {
  if (!fixed.uri) return 4;
  return fixed.version ? 1 : 3;
}

function differs(fixed: string | undefined, sent: string | undefined): boolean {
  return Boolean(fixed) && Boolean(sent) && fixed !== sent;
}
